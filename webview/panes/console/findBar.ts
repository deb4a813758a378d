import { element, iconButton, setAttribute, setPressed, setText } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';
import { MOST_MATCHES, type Found } from './found.ts';

export interface FindActions {
  find(text: string, step: 1 | -1, caseSensitive: boolean, isTyped: boolean): void;
  /** It was closed: the focus is the caller's to give. */
  close(): void;
}

/** The field to find text in the console: as typed, Enter and Shift+Enter for the next and previous match. */
export class FindBar {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: FindActions;
  readonly #input: HTMLInputElement;
  readonly #count = element('span', { class: 'console-count', role: 'status' });
  readonly #case: HTMLButtonElement;

  constructor(language: Language, actions: FindActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    const label = text('consoleFind');
    this.#input = element('input', { type: 'text', class: 'console-query', 'aria-label': label, placeholder: label });
    this.#input.addEventListener('input', () => this.#find(1, true));
    this.#case = element(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': text('matchCase'),
        title: text('matchCase'),
        'aria-pressed': 'false',
      },
      element('span', { 'aria-hidden': 'true' }, 'Aa'),
    );
    this.#case.addEventListener('click', () => {
      setPressed(this.#case, !this.#isCase);
      this.#find(1, true);
    });
    this.element = element(
      'div',
      { class: 'console-find', role: 'search', hidden: true },
      this.#input,
      this.#case,
      this.#count,
      iconButton('arrow-up', text('searchPrevious'), () => this.#find(-1), { shortcut: 'Shift+Enter' }),
      iconButton('arrow-down', text('searchNext'), () => this.#find(1), { shortcut: 'Enter' }),
      iconButton('close', text('close'), () => this.#close(), { shortcut: 'Escape' }),
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** @param text what is looked for at first, if it is one line */
  open(text: string): void {
    this.element.hidden = false;
    if (text !== '' && !text.includes('\n')) this.#input.value = text;
    this.#input.focus();
    this.#input.select();
    this.#find(1, true);
  }

  /** Goes to another match of what was looked for last. @returns whether there is such a text */
  next(step: 1 | -1): boolean {
    if (this.#input.value === '') return false;
    this.element.hidden = false;
    this.#find(step);
    return true;
  }

  found({ at, count }: Found): void {
    const { text, formats } = this.#language;
    const isNone = this.#input.value !== '' && count === 0;
    setAttribute(this.#input, 'aria-invalid', isNone ? 'true' : null);
    const counted = count >= MOST_MATCHES ? `${formats.count(MOST_MATCHES)}+` : formats.count(count);
    if (this.#input.value === '') setText(this.#count, '');
    else setText(this.#count, isNone ? text('noMatch') : text('foundOf', at > 0 ? formats.count(at) : '?', counted));
  }

  get #isCase(): boolean {
    return this.#case.getAttribute('aria-pressed') === 'true';
  }

  #find(step: 1 | -1, isTyped = false): void {
    this.#actions.find(this.#input.value, step, this.#isCase, isTyped);
    if (this.#input.value === '') this.found({ at: 0, count: 0 });
  }

  #close(): void {
    this.element.hidden = true;
    this.#actions.close();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#close();
    else if (event.key === 'Enter' && event.target === this.#input) this.#find(event.shiftKey ? -1 : 1);
    else if (event.key === 'F3') this.#find(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
