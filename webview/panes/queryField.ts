import { MAX_QUERY } from '../../src/protocol/protocol.ts';
import { element, icon, setAttribute, setPressed } from '../ui/dom.ts';

export interface QueryFieldOptions {
  readonly label: string;
  readonly regexLabel: string;
  readonly placeholder: string;
  readonly shortcut?: string;
  readonly changed: () => void;
}

/** A field for text, with a switch for regular expressions. */
export class QueryField {
  readonly element: HTMLElement;
  readonly input: HTMLElement;
  readonly #field;
  readonly #regex: HTMLButtonElement;

  constructor({ label, regexLabel, placeholder, shortcut, changed }: QueryFieldOptions) {
    this.#field = element('vscode-textfield', {
      class: 'query',
      placeholder,
      maxlength: MAX_QUERY,
      'aria-keyshortcuts': shortcut,
    });
    this.#field.label = label;
    this.#field.addEventListener('input', changed);
    this.#regex = element(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': regexLabel, title: regexLabel, 'aria-pressed': 'false' },
      icon('regex'),
    );
    this.#regex.addEventListener('click', () => {
      setPressed(this.#regex, !this.regex);
      changed();
    });
    this.input = this.#field;
    this.element = element('div', { class: 'query-field' }, this.#field, this.#regex);
  }

  get text(): string {
    return this.#field.value.slice(0, MAX_QUERY);
  }

  get regex(): boolean {
    return this.#regex.getAttribute('aria-pressed') === 'true';
  }

  set(text: string, regex: boolean): void {
    if (this.#field.value !== text) this.#field.value = text;
    setPressed(this.#regex, regex);
  }

  setInvalid(invalid: boolean): void {
    this.#field.invalid = invalid;
    setAttribute(this.element, 'data-invalid', invalid);
  }
}
