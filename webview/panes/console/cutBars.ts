import { element, setText } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';
import type { Shown } from './outputWindow.ts';

export interface CutActions {
  earlier(): void;
  later(): void;
  end(): void;
}

/** Says above and below the lines how much of the output is not among them, and leads to it. */
export class CutBars {
  readonly earlier: HTMLElement;
  readonly later: HTMLElement;
  readonly #language: Language;
  readonly #before = element('span', {});
  readonly #behind = element('span', {});

  constructor(language: Language, actions: CutActions) {
    const { text } = language;
    this.#language = language;
    this.earlier = element(
      'div',
      { class: 'console-cut', hidden: true },
      this.#before,
      cutButton(text('consoleShowEarlier'), () => actions.earlier()),
    );
    this.later = element(
      'div',
      { class: 'console-cut', hidden: true },
      this.#behind,
      cutButton(text('consoleShowLater'), () => actions.later()),
      cutButton(text('consoleShowEnd'), () => actions.end()),
    );
  }

  show({ from, to, total }: Shown): void {
    const { text, formats } = this.#language;
    this.earlier.hidden = from === 0;
    this.later.hidden = to >= total;
    setText(this.#before, text('consoleBefore', formats.count(from), formats.count(total)));
    setText(this.#behind, text('consoleBehind', formats.count(total - to), formats.count(total)));
  }
}

function cutButton(label: string, click: () => void): HTMLElement {
  const button = element('button', { type: 'button', class: 'link-button' }, label);
  button.addEventListener('click', click);
  return button;
}
