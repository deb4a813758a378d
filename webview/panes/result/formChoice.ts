import { element, setPressed } from '../../ui/dom.ts';
import { FORMS, type Form } from '../../model/value/naturalForm.ts';
import type { TextKey } from '../../texts.ts';
import type { Language } from '../../view.ts';

const NAMES: Readonly<Record<Form, TextKey>> = {
  value: 'formValue',
  html: 'formHtml',
  image: 'formImage',
  markdown: 'formMarkdown',
  table: 'formTable',
  json: 'formJson',
};

/** The forms of a value as a row of buttons, of which one is pressed. */
export class FormChoice {
  readonly element: HTMLElement;
  readonly #buttons: ReadonlyMap<Form, HTMLButtonElement>;

  constructor({ text }: Language, chosen: (form: Form) => void) {
    this.#buttons = new Map(
      FORMS.map((form) => {
        const button = element(
          'button',
          { type: 'button', class: 'segment', 'aria-pressed': 'false' },
          text(NAMES[form]),
        );
        button.addEventListener('click', () => chosen(form));
        return [form, button];
      }),
    );
    this.element = element('div', { class: 'segments', role: 'group', 'aria-label': text('form') });
  }

  /** @param forms those that fit, in their order; with fewer than two there is no choice */
  update(forms: readonly Form[], shown: Form | undefined): void {
    this.element.hidden = forms.length < 2;
    const buttons = forms.flatMap((form) => this.#buttons.get(form) ?? []);
    if (
      buttons.length !== this.element.childElementCount ||
      buttons.some((button, i) => this.element.children[i] !== button)
    ) {
      this.element.replaceChildren(...buttons);
    }
    for (const [form, button] of this.#buttons) setPressed(button, form === shown);
  }
}
