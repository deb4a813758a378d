import { LANES, type Lane } from '../../src/protocol/lane.ts';
import { EVERYTHING, type Filter } from '../../src/protocol/protocol.ts';
import type { TextQuery } from '../../src/protocol/query.ts';
import { NO_QUERY, type FindState } from '../find/find.ts';
import { element, iconButton, setText } from '../ui/dom.ts';
import { sameFilter } from '../model/viewState.ts';
import type { Language, View } from '../view.ts';
import { QueryField } from './queryField.ts';

export interface ToolbarActions {
  filter(filter: Filter): void;
  /** The user goes to the search. */
  beginSearch(): void;
  /** Searches for what was typed so far. */
  search(query: TextQuery): void;
  findNext(by: 1 | -1): void;
  /** The user leaves the search: nothing is marked any more. */
  leaveSearch(): void;
}

/** Milliseconds without a key press before a typed number takes effect; the host waits while a text is typed. */
const TYPING_PAUSE = 100;

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
  readonly #sizeError = element('p', { class: 'field-error', role: 'status' });
  readonly #matches = element('p', { class: 'matches', role: 'status' });
  /** What had the focus before the search. */
  #before: HTMLElement | undefined;
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
      text,
      label: text('filterText'),
      regexLabel: text('filterRegex'),
      placeholder: text('filter'),
      changed: () => this.#apply(),
    });
    this.#minSize = this.#sizeField(text('minSize'), text('minSizeShort'), typed);
    this.#maxSize = this.#sizeField(text('maxSize'), text('maxSizeShort'), typed);
    this.#clear = iconButton('clear-all', text('clearFilter'), () => this.#actions.filter(EVERYTHING));
    this.#search = new QueryField({
      text,
      label: text('searchText'),
      regexLabel: text('searchRegex'),
      placeholder: text('search'),
      shortcut: 'Control+F',
      changed: () => this.#actions.search(this.#search.query),
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
      element('div', { class: 'sizes' }, this.#minSize, this.#maxSize, this.#sizeError),
      this.#clear,
    );
    const search = element(
      'div',
      { class: 'tool-group', role: 'search' },
      this.#search.element,
      this.#matches,
      iconButton('arrow-up', text('searchPrevious'), () => this.#find(-1), { shortcut: 'Shift+F3' }),
      iconButton('arrow-down', text('searchNext'), () => this.#find(1), { shortcut: 'F3' }),
    );
    this.element = element(
      'section',
      { class: 'toolbar', 'aria-label': text('toolbar') },
      boxes,
      filter,
      element('div', { class: 'counts' }, this.#count),
      search,
    );
  }

  update({ state, extent, filterError, find }: View): void {
    const { text, formats } = this.#language;
    const { filter } = state;
    for (const [lane, box] of this.#lanes) box.checked = filter.lanes.includes(lane);
    if (!this.#isTyping()) {
      this.#text.set(filter);
      this.#setSize(this.#minSize, filter.minSize);
      this.#setSize(this.#maxSize, filter.maxSize);
    }
    this.#text.setError(filterError);
    this.#search.setError(find.error);
    setText(this.#matches, this.#matchWords(find));
    this.#clear.disabled = sameFilter(filter, EVERYTHING);
    const hidden = Math.max(0, extent.rows - extent.shown);
    const all = extent.rows === 1 ? text('shownOne') : text('shownAll', formats.count(extent.rows));
    const some = text('shownOf', formats.count(extent.shown), formats.count(extent.rows), formats.count(hidden));
    setText(this.#count, hidden === 0 ? all : some);
  }

  clearSearch(): void {
    this.#search.set(NO_QUERY);
  }

  focusSearch(): void {
    const { activeElement } = document;
    if (activeElement !== this.#search.input && activeElement instanceof HTMLElement) this.#before = activeElement;
    this.#actions.beginSearch();
    this.#search.focus();
    if (this.#search.query.text !== '') this.#actions.search(this.#search.query);
  }

  #matchWords({ query, place, total, complete, waiting, error }: FindState): string {
    const { text, formats } = this.#language;
    if (query.text === '' || error !== '') return '';
    if (total === 0) return text(complete && !waiting ? 'noMatch' : 'searching');
    const all = `${formats.count(total)}${complete ? '' : '+'}`;
    return text('matchOf', place === 0 ? '–' : formats.count(place), all);
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
    const minSize = readSize(this.#minSize.value);
    const maxSize = readSize(this.#maxSize.value);
    const isCrossed = minSize !== null && maxSize !== null && minSize > maxSize;
    this.#minSize.invalid = this.#maxSize.invalid = isCrossed;
    setText(this.#sizeError, isCrossed ? this.#language.text('sizesCrossed') : '');
    // As with an invalid expression, the filter before it stays.
    if (isCrossed) return;
    const lanes = LANES.filter((lane) => this.#lanes.get(lane)?.checked);
    this.#actions.filter({ ...this.#text.query, lanes, minSize, maxSize });
  }

  #searchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#find(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') this.#leave();
    else return;
    event.preventDefault();
  }

  #leave(): void {
    const before = this.#before?.isConnected ? this.#before : undefined;
    this.#before = undefined;
    this.#actions.leaveSearch();
    if (before && before !== document.body) before.focus();
  }

  #find(step: 1 | -1): void {
    this.#actions.findNext(step);
  }
}

function readSize(value: string): number | null {
  const size = Math.floor(Number(value));
  return value.trim() !== '' && size >= 0 && Number.isSafeInteger(size) ? size : null;
}
