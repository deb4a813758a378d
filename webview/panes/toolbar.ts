import { LANES, type Lane } from '../../src/protocol/lane.ts';
import type { Filter } from '../../src/protocol/protocol.ts';
import { element, iconButton, setText } from '../ui/dom.ts';
import { sameFilter, EVERYTHING } from '../model/viewState.ts';
import type { Language, View } from '../view.ts';
import { QueryField } from './queryField.ts';

export interface ToolbarActions {
  filter(filter: Filter): void;
  find(text: string, regex: boolean, step: 1 | -1): void;
  /** The user leaves the search: focus the frames. */
  leaveSearch(): void;
}

/** Milliseconds without a key press before typed text takes effect. */
const TYPING_PAUSE = 150;

/** Controls the filter, and the search among the shown frames. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: ToolbarActions;
  readonly #lanes: ReadonlyMap<Lane, HTMLInputElement>;
  readonly #text: QueryField;
  readonly #search: QueryField;
  readonly #minSize;
  readonly #maxSize;
  readonly #count = element('p', { class: 'count', role: 'status' });
  readonly #filterError = element('p', { class: 'error', role: 'status' });
  readonly #searchError = element('p', { class: 'error', role: 'status' });
  readonly #clear: HTMLButtonElement;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(language: Language, actions: ToolbarActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    const typed = () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#apply(), TYPING_PAUSE);
    };
    this.#lanes = new Map(LANES.map((lane, i) => [lane, this.#laneBox(i + 1)]));
    this.#text = new QueryField({
      label: text('filterText'),
      regexLabel: text('filterRegex'),
      placeholder: text('filter'),
      changed: typed,
    });
    this.#minSize = this.#sizeField(text('minSize'), text('minSizeShort'), typed);
    this.#maxSize = this.#sizeField(text('maxSize'), text('maxSizeShort'), typed);
    this.#clear = iconButton('clear-all', text('clearFilter'), () => this.#actions.filter(EVERYTHING));
    this.#search = new QueryField({
      label: text('searchText'),
      regexLabel: text('searchRegex'),
      placeholder: text('search'),
      shortcut: '/',
      changed: () => undefined,
    });
    this.#search.input.addEventListener('keydown', (event) => this.#searchKey(event));
    const boxes = element(
      'div',
      { class: 'lane-boxes', role: 'group', 'aria-label': text('lanesShown') },
      ...[...this.#lanes].map(([lane, box], i) => element('label', { title: `${lane} (${i + 1})` }, box, lane)),
    );
    const filter = element(
      'div',
      { class: 'tool-group' },
      this.#text.element,
      this.#minSize,
      this.#maxSize,
      this.#clear,
    );
    const search = element(
      'div',
      { class: 'tool-group', role: 'search' },
      this.#search.element,
      iconButton('arrow-up', text('searchPrevious'), () => this.#find(-1), { shortcut: 'Shift+Enter' }),
      iconButton('arrow-down', text('searchNext'), () => this.#find(1), { shortcut: 'Enter' }),
      this.#searchError,
    );
    this.element = element(
      'section',
      { class: 'toolbar', 'aria-label': text('toolbar') },
      boxes,
      filter,
      element('div', { class: 'counts' }, this.#count, this.#filterError),
      search,
    );
  }

  update({ state, extent, filterError, searchError }: View): void {
    const { text, formats } = this.#language;
    const { filter } = state;
    for (const [lane, box] of this.#lanes) box.checked = filter.lanes.includes(lane);
    if (!this.#isTyping()) {
      this.#text.set(filter.text, filter.regex);
      this.#setSize(this.#minSize, filter.minSize);
      this.#setSize(this.#maxSize, filter.maxSize);
    }
    this.#text.setInvalid(filterError !== '');
    this.#search.setInvalid(searchError !== '');
    setText(this.#filterError, filterError);
    setText(this.#searchError, searchError);
    this.#clear.disabled = sameFilter(filter, EVERYTHING);
    const hidden = Math.max(0, extent.rows - extent.shown);
    const all = extent.rows === 1 ? text('shownOne') : text('shownAll', formats.count(extent.rows));
    const some = text('shownOf', formats.count(extent.shown), formats.count(extent.rows), formats.count(hidden));
    setText(this.#count, hidden === 0 ? all : some);
  }

  clearSearch(): void {
    this.#search.set('', false);
  }

  focusSearch(): void {
    this.#search.input.focus();
  }

  #laneBox(key: number): HTMLInputElement {
    const box = element('input', { type: 'checkbox', class: 'checkbox', 'aria-keyshortcuts': key });
    box.checked = true;
    box.addEventListener('change', () => this.#apply());
    return box;
  }

  #sizeField(label: string, placeholder: string, changed: () => void): HTMLElementTagNameMap['vscode-textfield'] {
    const field = element('vscode-textfield', {
      class: 'size-field',
      placeholder,
      title: label,
      type: 'number',
      min: 0,
    });
    field.label = label;
    field.addEventListener('input', changed);
    return field;
  }

  #setSize(field: HTMLElementTagNameMap['vscode-textfield'], size: number | null): void {
    const value = size === null ? '' : String(size);
    if (field.value !== value) field.value = value;
  }

  #isTyping(): boolean {
    return this.#typing !== undefined;
  }

  #apply(): void {
    clearTimeout(this.#typing);
    this.#typing = undefined;
    this.#actions.filter({
      lanes: LANES.filter((lane) => this.#lanes.get(lane)?.checked),
      text: this.#text.text,
      regex: this.#text.regex,
      minSize: readSize(this.#minSize.value),
      maxSize: readSize(this.#maxSize.value),
    });
  }

  #searchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#find(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') this.#actions.leaveSearch();
    else return;
    event.preventDefault();
  }

  #find(step: 1 | -1): void {
    if (this.#search.text !== '') this.#actions.find(this.#search.text, this.#search.regex, step);
  }
}

function readSize(value: string): number | null {
  const size = Math.floor(Number(value));
  return value.trim() !== '' && size >= 0 && Number.isSafeInteger(size) ? size : null;
}
