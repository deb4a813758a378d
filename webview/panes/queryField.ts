import { MAX_QUERY, type TextQuery } from '../../src/protocol/query.ts';
import { element, icon, setAttribute, setPressed, setText } from '../ui/dom.ts';
import type { IconName } from '../ui/icons.ts';
import type { TextKey, Translate } from '../texts.ts';

export interface QueryFieldOptions {
  readonly text: Translate;
  readonly label: string;
  readonly regexLabel: string;
  readonly placeholder: string;
  readonly shortcut?: string;
  readonly changed: () => void;
}

type Switch = Exclude<keyof TextQuery, 'text'>;

const SWITCHES: readonly (readonly [name: Switch, icon: IconName, label: TextKey])[] = [
  ['caseSensitive', 'case-sensitive', 'matchCase'],
  ['wholeWord', 'whole-word', 'wholeWord'],
  ['regex', 'regex', 'searchRegex'],
];

/** A field for text, with switches for how it is compared. What is wrong with it is told over what lies below. */
export class QueryField {
  readonly element: HTMLElement;
  readonly input: HTMLElement;
  readonly #field;
  readonly #switches: ReadonlyMap<Switch, HTMLButtonElement>;
  readonly #error = element('p', { class: 'field-error', role: 'status' });
  #query: TextQuery | undefined;

  constructor({ text, label, regexLabel, placeholder, shortcut, changed }: QueryFieldOptions) {
    this.#field = element('vscode-textfield', {
      class: 'query',
      placeholder,
      maxlength: MAX_QUERY,
      'aria-keyshortcuts': shortcut,
    });
    this.#field.label = label;
    this.#field.addEventListener('input', changed);
    this.#switches = new Map(
      SWITCHES.map(([name, iconName, key]) => {
        const words = name === 'regex' ? regexLabel : `${text(key)}: ${label}`;
        const attributes = { type: 'button', class: 'icon-button', 'aria-label': words, 'aria-pressed': 'false' };
        const button = element(
          'button',
          { ...attributes, title: name === 'regex' ? regexLabel : text(key) },
          icon(iconName),
        );
        button.addEventListener('click', () => {
          setPressed(button, !isPressed(button));
          changed();
        });
        return [name, button];
      }),
    );
    this.input = this.#field;
    this.element = element('div', { class: 'query-field' }, this.#field, ...this.#switches.values(), this.#error);
  }

  /** The same object for as long as nothing of it changes. */
  get query(): TextQuery {
    const isOn = (name: Switch) => isPressed(this.#switches.get(name));
    const query = {
      text: this.#field.value.slice(0, MAX_QUERY),
      regex: isOn('regex'),
      caseSensitive: isOn('caseSensitive'),
      wholeWord: isOn('wholeWord'),
    };
    if (!this.#query || JSON.stringify(query) !== JSON.stringify(this.#query)) this.#query = query;
    return this.#query;
  }

  set(query: TextQuery): void {
    if (this.#field.value !== query.text) this.#field.value = query.text;
    for (const [name, button] of this.#switches) setPressed(button, query[name]);
  }

  /** Focuses the field, with its text selected. */
  focus(): void {
    this.#field.focus();
    this.#field.wrappedElement?.select();
  }

  setError(error: string): void {
    this.#field.invalid = error !== '';
    setAttribute(this.element, 'data-invalid', error !== '');
    setText(this.#error, error);
  }
}

function isPressed(button: Element | undefined): boolean {
  return button?.getAttribute('aria-pressed') === 'true';
}
