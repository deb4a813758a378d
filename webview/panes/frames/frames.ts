import { element, icon, setAttribute, setIcon, setText } from '../../ui/dom.ts';
import { setMarkedText } from '../../find/markedText.ts';
import type { Marker } from '../../find/marker.ts';
import type { ListItem, Side } from '../../model/foldedList.ts';
import { foldWords } from './foldWords.ts';
import { timeOf, type FrameRow } from '../../model/frameRow.ts';
import type { RowCache } from '../../model/rowCache.ts';
import type { TextKey } from '../../texts.ts';
import type { Language, View } from '../../view.ts';
import { VirtualRows } from '../../ui/virtualRows.ts';
import { iconOf, LANE_ICONS } from '../laneLook.ts';

export interface FramesActions {
  selectPlace(place: number): void;
  /** Goes to what the list has at an index: to a fold's head as well if `isStep`, else to the frame beyond it. */
  goTo(index: number, by: 1 | -1, isStep: boolean): void;
  toggleFold(side: Side, open?: boolean): void;
  step(by: 1 | -1): void;
  /** The user scrolled the list; `atEnd`: to its end. */
  scrolled(atEnd: boolean): void;
  /** Enter was pressed: go to the frame's content. */
  open(): void;
}

const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 23;
/** CSS pixels, about: it only decides from where a long preview is shown. */
const CHARACTER_WIDTH = 7.3;

/** What a key does at the head of a fold: opens or closes it, or `undefined`: either. */
const FOLD_KEYS: ReadonlyMap<string, boolean | undefined> = new Map([
  ['Enter', undefined],
  [' ', undefined],
  ['ArrowRight', true],
  ['ArrowLeft', false],
]);

const COLUMNS: readonly (readonly [name: string, key: TextKey])[] = [
  ['number', 'number'],
  ['time', 'time'],
  ['delta', 'delta'],
  ['lane', 'lane'],
  ['size', 'size'],
  ['preview', 'preview'],
];

interface RowCells {
  readonly element: HTMLElement;
  readonly number: HTMLElement;
  readonly time: HTMLElement;
  readonly delta: HTMLElement;
  readonly icon: HTMLElement;
  readonly laneCell: HTMLElement;
  readonly lane: HTMLElement;
  readonly size: HTMLElement;
  readonly preview: HTMLElement;
  /** In place of the cells, for the head of a fold. */
  readonly fold: HTMLElement;
  readonly foldText: HTMLElement;
  readonly foldIcon: HTMLElement;
  /** The inputs of the last fill, to skip an identical one. */
  from: readonly unknown[];
}

/** The list of frames: a grid of all shown rows, of which only those in view are in the document. */
export class FramesPane {
  readonly element: HTMLElement;
  readonly #grid: HTMLElement;
  readonly #list: VirtualRows<RowCells>;
  readonly #empty = element('p', { class: 'empty', hidden: true });
  readonly #rows: RowCache;
  readonly #language: Language;
  readonly #actions: FramesActions;
  readonly #marker: Marker;
  /** Characters of a preview that fit. */
  #room = 80;
  #view: View | undefined;
  #refreshing = false;

  constructor(language: Language, rows: RowCache, marker: Marker, actions: FramesActions) {
    const { text } = language;
    this.#language = language;
    this.#rows = rows;
    this.#actions = actions;
    this.#marker = marker;
    const head = element(
      'div',
      { class: 'frame-row frame-head', role: 'row', 'aria-rowindex': 1 },
      ...COLUMNS.map(([name, key], i) =>
        element('span', { class: `cell-${name}`, role: 'columnheader', 'aria-colindex': i + 1 }, text(key)),
      ),
    );
    this.#grid = element(
      'div',
      {
        class: 'frames-grid',
        role: 'grid',
        tabindex: 0,
        'aria-label': text('frames'),
        'aria-colcount': COLUMNS.length,
        'aria-readonly': 'true',
      },
      element('div', { class: 'frames-head', role: 'rowgroup' }, head),
    );
    this.#list = new VirtualRows<RowCells>(
      {
        rowHeight: ROW_HEIGHT,
        headHeight: HEAD_HEIGHT,
        make: () => this.#makeRow(),
        fill: (cells, index) => this.#fillItem(cells, index),
        viewed: (from, to) => {
          this.#markActive();
          const list = this.#view?.list;
          if (list) this.#rows.want(list.placeFrom(from), Math.min(list.placeFrom(to), this.#rows.count));
        },
        scrolled: () => actions.scrolled(this.#list.atEnd),
      },
      this.#grid,
      element('div', { role: 'rowgroup' }),
    );
    this.#grid.addEventListener('keydown', (event) => this.#key(event));
    const previewHead = head.lastElementChild;
    if (previewHead) {
      new ResizeObserver(() => {
        this.#room = Math.max(16, Math.floor(previewHead.clientWidth / CHARACTER_WIDTH));
        this.refresh();
      }).observe(previewHead);
    }
    this.element = element('section', { class: 'frames', 'aria-label': text('frames') }, this.#grid, this.#empty);
  }

  update(view: View): void {
    const before = this.#view;
    this.#view = view;
    if (before && showsTheSame(before, view)) return;
    const { extent, list } = view;
    setAttribute(this.#grid, 'aria-rowcount', list.count + 1);
    this.#list.setCount(list.count);
    const active = indexIn(view);
    const isMoved =
      view.fold !== before?.fold ||
      view.row !== before.row ||
      view.place !== before.place ||
      (extent.complete && extent.shown !== before.extent.shown);
    // What comes last ends the dispatch, so that it is not live any more.
    const isFollowing = view.state.follow && (extent.live || before?.extent.live === true);
    if (isFollowing) this.#list.scrollToEnd();
    else if (active !== undefined && isMoved) this.#list.reveal(Math.min(active, list.count - 1));
    this.#list.render();
    this.#empty.hidden = extent.shown > 0;
    setText(this.#empty, this.#language.text(extent.rows === 0 ? 'noFrames' : 'noFramesShown'));
  }

  /** Rows have come. Renders once, at the next animation frame. */
  refresh(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    requestAnimationFrame(() => {
      this.#refreshing = false;
      this.#list.render();
    });
  }

  focus(): void {
    this.#grid.focus();
  }

  #key(event: KeyboardEvent): void {
    const view = this.#view;
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = view.list.count - 1;
    const now = indexIn(view) ?? -1;
    const page = this.#list.page;
    if (event.key === 'ArrowDown') this.#actions.step(1);
    else if (event.key === 'ArrowUp') this.#actions.step(-1);
    else if (event.key === 'PageDown') this.#goTo(Math.min(last, now + page), 1);
    else if (event.key === 'PageUp') this.#goTo(Math.max(0, now - page), -1);
    else if (event.key === 'Home') this.#goTo(0, 1);
    else if (event.key === 'End') this.#goTo(last, -1);
    else if (view.fold !== null && FOLD_KEYS.has(event.key))
      this.#actions.toggleFold(view.fold, FOLD_KEYS.get(event.key));
    else if (event.key === 'Enter') this.#actions.open();
    else return;
    event.preventDefault();
  }

  /** Also scrolls back to a row that is already selected but out of view. */
  #goTo(index: number, by: 1 | -1): void {
    if (this.#view && index === indexIn(this.#view)) this.#list.reveal(index);
    this.#actions.goTo(index, by, false);
  }

  /** The grid itself has the focus and names its active row by id, because row elements come and go. */
  #markActive(): void {
    const index = this.#view && indexIn(this.#view);
    const active = index === undefined ? undefined : this.#list.elementOf(index);
    setAttribute(
      this.#grid,
      'aria-activedescendant',
      active?.getAttribute('aria-selected') === 'true' ? active.id : null,
    );
  }

  #makeRow(): { element: HTMLElement; row: RowCells } {
    const cell = (name: string, i: number, ...children: Node[]) =>
      element('span', { class: `cell-${name}`, role: 'gridcell', 'aria-colindex': i }, ...children);
    const foldIcon = icon('chevron-right');
    const foldText = element('span');
    const laneIcon = icon('pulse');
    const lane = element('span', { class: 'lane-word' });
    const cells = {
      number: cell('number', 1),
      time: cell('time', 2),
      delta: cell('delta', 3),
      icon: laneIcon,
      laneCell: cell('lane', 4, laneIcon, lane),
      lane,
      size: cell('size', 5),
      preview: cell('preview', 6),
      foldIcon,
      foldText,
      fold: element(
        'span',
        { class: 'cell-fold', role: 'gridcell', 'aria-colindex': 1, 'aria-colspan': COLUMNS.length, hidden: true },
        foldIcon,
        foldText,
      ),
      from: [],
    };
    const row = element(
      'div',
      { class: 'frame-row', role: 'row' },
      cells.number,
      cells.time,
      cells.delta,
      cells.laneCell,
      cells.size,
      cells.preview,
      cells.fold,
    );
    row.addEventListener('click', () => {
      const item = this.#view?.list.itemAt(Number(row.getAttribute('aria-rowindex')) - 2);
      if (item?.kind === 'frame') this.#actions.selectPlace(item.place);
      else if (item) this.#actions.toggleFold(item.fold.side);
      this.#grid.focus();
    });
    return { element: row, row: { element: row, ...cells } };
  }

  #fillItem(cells: RowCells, index: number): void {
    const item = this.#view?.list.itemAt(index);
    setAttribute(cells.element, 'aria-rowindex', index + 2);
    const id = `frame-at-${index}`;
    if (cells.element.id !== id) cells.element.id = id;
    cells.element.classList.toggle('even', index % 2 === 0);
    const isFold = item?.kind === 'fold';
    cells.fold.hidden = !isFold;
    cells.element.classList.toggle('fold-row', isFold);
    if (isFold) this.#fillFold(cells, item);
    else this.#fillRow(cells, item?.place ?? index);
  }

  /** The head of a fold: how many steps it has, and how long they took. */
  #fillFold(cells: RowCells, { fold, open }: Extract<ListItem, { readonly kind: 'fold' }>): void {
    cells.from = [];
    setAttribute(cells.element, 'data-lane', null);
    setAttribute(cells.element, 'data-type', null);
    setAttribute(cells.element, 'aria-selected', String(this.#view?.fold === fold.side));
    setAttribute(cells.fold, 'aria-expanded', String(open));
    setIcon(cells.foldIcon, open ? 'chevron-down' : 'chevron-right');
    setText(cells.foldText, foldWords(fold, this.#language));
  }

  #fillRow(cells: RowCells, place: number): void {
    const frame = this.#rows.get(place);
    const before = this.#rows.before(place);
    const { element: row } = cells;
    const view = this.#view;
    const ranges = frame ? this.#marker.rangesOf(frame.preview) : [];
    const isActive = view?.fold === null && frame?.row === view.row;
    const mark = ranges.length === 0 ? null : `${ranges.join()} ${this.#room}`;
    const shown = frame ? null : view?.extent.shown;
    const from = [place, frame, before, isActive, view?.state.clock, shown, mark];
    if (from.every((part, i) => part === cells.from[i])) return;
    cells.from = from;
    if (!frame || !view) {
      const isUnfiltered = view?.extent.shown === view?.extent.rows;
      this.#fillUnknown(cells, isUnfiltered ? this.#language.formats.count(place + 1) : '');
      return;
    }
    const { formats, text } = this.#language;
    const { clock } = view.state;
    setAttribute(row, 'aria-selected', String(isActive));
    setAttribute(row, 'data-lane', frame.lane);
    setAttribute(row, 'data-type', frame.type);
    setText(cells.number, formats.count(frame.row + 1));
    const foreign = clock === 'inmate' && frame.at === null;
    cells.time.classList.toggle('foreign', foreign);
    setAttribute(cells.time, 'title', foreign ? text('noInmateTime') : null);
    setText(cells.time, formats.milliseconds(timeOf(frame, clock)));
    setText(cells.delta, before ? formats.milliseconds(timeOf(frame, clock) - timeOf(before, clock)) : '');
    setIcon(cells.icon, iconOf(frame.type) ?? LANE_ICONS[frame.lane]);
    setText(cells.lane, laneWord(frame));
    setAttribute(cells.laneCell, 'aria-label', laneWord(frame));
    setText(cells.size, formats.size(frame.size));
    setMarkedText(cells.preview, frame.preview, ranges, this.#room);
    setAttribute(cells.preview, 'title', frame.preview.length > 40 ? frame.preview : null);
  }

  /**
   * Fills a row that is still loading.
   *
   * @param number of the row, if known already; else empty
   */
  #fillUnknown(cells: RowCells, number: string): void {
    setAttribute(cells.element, 'aria-selected', 'false');
    setAttribute(cells.element, 'data-lane', null);
    setAttribute(cells.element, 'data-type', null);
    cells.icon.className = '';
    setAttribute(cells.laneCell, 'aria-label', null);
    setText(cells.number, number);
    for (const cell of [cells.time, cells.delta, cells.lane, cells.size]) setText(cell, '');
    setText(cells.preview, '…');
  }
}

/** Whether the list looks the same in both, as it does while only the lanes move. */
function showsTheSame(a: View, b: View): boolean {
  return (
    a.extent === b.extent &&
    a.row === b.row &&
    a.fold === b.fold &&
    a.state.openFolds === b.state.openFolds &&
    a.state.filter === b.state.filter &&
    a.place === b.place &&
    a.state.clock === b.state.clock &&
    a.state.follow === b.state.follow
  );
}

/** Where the user is in the list. */
function indexIn({ list, fold, place }: View): number | undefined {
  if (fold !== null) return list.indexOfFold(fold);
  return place === null ? undefined : list.indexOf(place);
}

/** The result lane holds several types, so rows show the type instead. */
function laneWord({ lane, type }: FrameRow): string {
  return lane === 'result' ? type : lane;
}
