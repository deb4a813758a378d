import { element, setAttribute, setText } from '../../ui/dom.ts';
import type { Marker } from '../../find/marker.ts';
import type { Side } from '../../model/list/foldedList.ts';
import type { FrameRow } from '../../model/list/frameRow.ts';
import { asksForMenu, placeAt, type MenuPlace } from '../contextMenu.ts';
import { pageMove } from '../../model/list/pageMove.ts';
import { columnWidths } from './columnWidths.ts';
import { COLUMNS, fillFold, fillFrame, makeRow, placeRow, type RowCells } from './frameCells.ts';
import type { RowCache } from '../../model/list/rowCache.ts';
import type { Language, View } from '../../view.ts';
import { VirtualRows } from '../../ui/virtualRows.ts';

export interface FramesActions {
  selectPlace(place: number): void;
  /** Goes to the frame at an index of the list, or to the one beyond a fold's head. */
  goTo(index: number, by: 1 | -1): void;
  toggleFold(side: Side, open?: boolean): void;
  step(by: 1 | -1): void;
  /** The user scrolled the list; `atEnd`: to its end. */
  scrolled(atEnd: boolean): void;
  /** Enter was pressed: go to the frame's content. */
  open(): void;
  menu(frame: FrameRow, at: MenuPlace): void;
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
  /** The row to which the user is on the way. */
  #going: number | undefined;

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
        make: () =>
          makeRow({
            clicked: (index) => this.#click(index),
            menu: (index, at) => {
              if (this.#view?.list.itemAt(index)?.kind === 'frame') this.#click(index);
              this.#openMenu(index, at);
            },
          }),
        fill: (cells, index) => this.#fillItem(cells, index),
        // The detail of a row that is chosen takes room from the list.
        kept: () => this.#view && indexIn(this.#view),
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
    if (extent !== before?.extent) {
      for (const [name, width] of columnWidths(this.#language, extent)) this.#grid.style.setProperty(name, width);
    }
    this.#list.setCount(list.count);
    if (before?.place !== view.place || before?.fold !== view.fold) this.#going = undefined;
    const active = indexIn(view);
    const isMoved =
      view.fold !== before?.fold ||
      view.row !== before.row ||
      view.place !== before.place ||
      (extent.complete && extent.shown !== before.extent.shown);
    // What comes last ends the dispatch, so that it is not live any more.
    const isFollowing = view.state.follow && (extent.live || before?.extent.live === true);
    const opened = before && view.state.openFolds.find((side) => !before.state.openFolds.includes(side));
    if (opened) this.#revealFold(view, opened);
    if (isFollowing && !opened) this.#list.scrollToEnd();
    else if (active !== undefined && isMoved) this.#list.reveal(Math.min(active, list.count - 1));
    this.#list.render();
    this.#empty.hidden = extent.shown > 0;
    setText(this.#empty, this.#language.text(extent.rows === 0 ? 'noFrames' : 'noFramesShown'));
  }

  /** Brings the steps of a fold into view, and above all its head. */
  #revealFold({ list, extent }: View, side: Side): void {
    const head = list.indexOfFold(side);
    const fold = extent.call?.housekeeping.find((each) => each.side === side);
    if (head === undefined || !fold) return;
    this.#list.reveal(Math.min(list.count - 1, head + fold.to - fold.from));
    this.#list.reveal(head);
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

  /** Other rows from the beginning on. */
  begin(): void {
    this.#list.scrollToStart();
  }

  focus(): void {
    this.#grid.focus();
  }

  /** @param index in the list; the head of a fold has no menu */
  #openMenu(index: number, at: MenuPlace): void {
    const item = this.#view?.list.itemAt(index);
    const frame = item?.kind === 'frame' ? this.#rows.get(item.place) : undefined;
    if (frame) this.#actions.menu(frame, at);
  }

  #key(event: KeyboardEvent): void {
    const view = this.#view;
    if (!view) return;
    const active = indexIn(view);
    if (asksForMenu(event)) {
      event.preventDefault();
      if (active !== undefined) this.#openMenu(active, placeAt(this.#list.elementOf(active) ?? this.#grid));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = view.list.count - 1;
    if (event.key === 'ArrowDown') this.#actions.step(1);
    else if (event.key === 'ArrowUp') this.#actions.step(-1);
    else if (event.key === 'PageDown') this.#page(view, 1);
    else if (event.key === 'PageUp') this.#page(view, -1);
    else if (event.key === 'Home') this.#goTo(0, 1);
    else if (event.key === 'End') this.#goTo(last, -1);
    else if (view.fold !== null && FOLD_KEYS.has(event.key))
      this.#actions.toggleFold(view.fold, FOLD_KEYS.get(event.key));
    else if (event.key === 'Enter') this.#actions.open();
    else return;
    event.preventDefault();
  }

  #page(view: View, by: 1 | -1): void {
    // Keys come faster than answers.
    const now = this.#going ?? indexIn(view);
    this.#goTo(pageMove(now, by, this.#list.inView, view.list.count), by);
  }

  /** Also scrolls to what is there, which may be a row that is selected already, or the head of a fold. */
  #goTo(index: number, by: 1 | -1): void {
    this.#list.reveal(index);
    this.#going = index;
    this.#actions.goTo(index, by);
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

  #click(index: number): void {
    const item = this.#view?.list.itemAt(index);
    if (item?.kind === 'frame') this.#actions.selectPlace(item.place);
    else if (item) this.#actions.toggleFold(item.fold.side);
    this.#grid.focus();
  }

  #fillItem(cells: RowCells, index: number): void {
    const view = this.#view;
    const item = view?.list.itemAt(index);
    if (item?.kind === 'fold') {
      placeRow(cells, index, true);
      fillFold(cells, item, view?.fold === item.fold.side, this.#language);
      return;
    }
    placeRow(cells, index, false);
    const place = item?.place ?? index;
    const frame = this.#rows.get(place);
    const shown = {
      place,
      frame,
      before: this.#rows.before(place),
      isActive: view?.fold === null && frame?.row === view.row,
      clock: view?.state.clock ?? 'arrival',
      isFiltered: view?.extent.shown !== view?.extent.rows,
      ranges: frame ? this.#marker.rangesOf(frame.preview) : [],
      room: this.#room,
    };
    fillFrame(cells, shown, this.#language);
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
