import type { Result, ShownValue } from '../../../src/protocol/result.ts';
import type { Whole } from '../../../src/protocol/value/whole.ts';
import { element, icon, iconButton, setText } from '../../ui/dom.ts';
import { formsOf, type Form } from '../../model/value/naturalForm.ts';
import type { Language, View } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { FormChoice } from './formChoice.ts';
import { noResultView } from './noResultView.ts';
import { raiseView, type OpenPlace } from './raiseView.ts';
import { RunningView } from './runningView.ts';
import { MAX_SHOWN_TEXT } from './textView.ts';
import { valueForm } from './valueForms.ts';

export interface ResultActions {
  /** The user prefers a form. */
  form(form: Form): void;
  readonly whole: WholeActions;
  saveValue(row: number): void;
  readonly open: OpenPlace;
}

/** Keys that scroll what has the focus here; elsewhere they go from frame to frame. */
const SCROLL_KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', ' '];

/** What the dispatch has come to, large: a value in its natural form, a raise, or what it is doing and why not. */
export class ResultPane {
  readonly element: HTMLElement;
  /** For buttons of others, between copying and saving. */
  readonly tools = element('span', { class: 'result-slot' });
  readonly #language: Language;
  readonly #actions: ResultActions;
  readonly #running: RunningView;
  readonly #title = element('h2', { class: 'result-title' });
  readonly #note = element('p', { class: 'result-note' });
  readonly #forms: FormChoice;
  readonly #copy: HTMLButtonElement;
  readonly #open: HTMLButtonElement;
  readonly #save: HTMLElement;
  readonly #head: HTMLElement;
  readonly #body = element('div', { class: 'result-body' });
  #shown: readonly unknown[] = [];
  #recording = '';
  #value: ShownValue | undefined;

  constructor(language: Language, actions: ResultActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    this.#running = new RunningView(language);
    this.#forms = new FormChoice(language, (form) => actions.form(form));
    this.#copy = iconButton('copy', text('copyResult'), () => this.#take((what) => actions.whole.copy(what)));
    this.#open = iconButton('go-to-file', text('openInEditor'), () => this.#take((what) => actions.whole.open(what)));
    this.tools.append(this.#open);
    this.#save = element(
      'button',
      { type: 'button', class: 'text-button', 'aria-label': text('saveResult'), title: text('saveResult') },
      icon('save-as'),
      element('span', { class: 'button-word' }, text('saveResult')),
    );
    this.#save.addEventListener('click', () => {
      if (this.#value) actions.saveValue(this.#value.row);
    });
    this.#head = element(
      'div',
      { class: 'result-head' },
      this.#title,
      this.#forms.element,
      this.#note,
      element('span', { class: 'spacer' }),
      this.#copy,
      this.tools,
      this.#save,
    );
    this.element = element('section', { class: 'result', 'aria-label': text('result') }, this.#head, this.#body);
    this.element.addEventListener('keydown', (event) => {
      const scrolls = SCROLL_KEYS.includes(event.key) && event.target !== document.body;
      if (scrolls && this.#body.contains(event.target instanceof Node ? event.target : null)) event.stopPropagation();
    });
  }

  /** Shows the beginning of the result, and gives it the focus. */
  focus(): void {
    const target = this.#body.querySelector<HTMLElement>('[tabindex="0"], iframe, button');
    target?.focus();
  }

  update(view: View): void {
    const { heard, header, abilities, state, extent } = view;
    const result = heard?.result;
    if (result?.state === 'running') this.#running.update(result, heard?.at ?? 0, header.outcomeKind === 'running');
    else this.#running.stop();
    const value = valueOf(result);
    const forms = value && result?.state !== 'raised' ? formsOf(value) : undefined;
    const form = forms?.find((each) => each === state.form) ?? forms?.[0];
    this.#open.hidden = this.#save.hidden = !value || !abilities.saveValue;
    // Another recording may have another value in the same row.
    const isSame =
      value !== undefined &&
      this.#recording === state.recording &&
      this.#value?.row === value.row &&
      this.#shown[0] === result?.state;
    const shown = [result?.state, isSame ? this.#value : value, form, result?.state === 'none' ? header : null];
    this.#recording = state.recording;
    this.element.setAttribute('aria-busy', String(result === undefined || !extent.complete));
    if (shown.every((part, i) => part === this.#shown[i]) && this.#shown.length > 0) return;
    this.#shown = shown;
    this.#value = value;
    this.#showHead(result, value, forms, form);
    this.#body.className = `result-body ${form ? `form-${form}` : `state-${result?.state ?? 'none'}`}`;
    this.#body.replaceChildren(...this.#parts(view, value, form));
  }

  #showHead(
    result: Result | undefined,
    value: ShownValue | undefined,
    forms: readonly Form[] | undefined,
    form: Form | undefined,
  ): void {
    const { text, formats } = this.#language;
    const isNewest = value !== undefined && (result?.state === 'running' || result?.state === 'none');
    setText(this.#title, value && isNewest ? text('newestYield', formats.count(value.row + 1)) : '');
    this.#forms.update(forms ?? [], form);
    const cut = value ? this.#cutWords(value, form) : '';
    setText(this.#note, cut);
    this.#copy.hidden = !value;
    this.#head.hidden = !value;
  }

  /** What of the value is not shown, with its true size; empty if all of it is. */
  #cutWords({ content, image }: ShownValue, form: Form | undefined): string {
    const { text, formats } = this.#language;
    if (image && form === 'image') return '';
    if (content.kind === 'json' && content.omitted > 0) return text('valueLeftOut');
    if (content.kind !== 'text') return '';
    const shown =
      form === 'html' || form === 'table' ? content.text.length : Math.min(content.text.length, MAX_SHOWN_TEXT);
    return content.length > shown ? text('charactersShown', formats.count(shown), formats.count(content.length)) : '';
  }

  #parts(view: View, value: ShownValue | undefined, form: Form | undefined): HTMLElement[] {
    const { text } = this.#language;
    const { heard, header } = view;
    const result = heard?.result;
    const shown = value && form ? [valueForm(value, form, this.#language, this.#actions.whole)] : [];
    switch (result?.state) {
      case undefined:
        return [];
      case 'running':
        return [this.#running.element, ...shown];
      case 'reading':
        return [element('p', { class: 'result-state' }, text('reading'))];
      case 'returned':
        return shown;
      case 'raised':
        return value?.content.kind === 'json'
          ? [raiseView(value.content.json, this.#language, this.#actions.open)]
          : [element('p', { class: 'result-text' }, header.outcome)];
      case 'none':
        return [noResultView(result, header, this.#language), ...shown];
    }
  }

  /** Takes all of the value, of which the page may have only a part. */
  #take(take: (what: Whole) => void): void {
    if (this.#value) take({ kind: 'value', row: this.#value.row, path: [], form: 'value' });
  }
}

function valueOf(result: Result | undefined): ShownValue | undefined {
  if (result?.state === 'returned' || result?.state === 'raised') return result.value;
  return result?.state === 'running' || result?.state === 'none' ? (result.newest ?? undefined) : undefined;
}
