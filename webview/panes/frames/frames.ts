import { frameNumber } from '../../../src/text/frameNumber.ts';
import { element, icon, setAttribute, setIcon, setText } from '../../ui/dom.ts';
import { timeOf, type FrameRow } from '../../model/frameRow.ts';
import type { RowCache } from '../../model/rowCache.ts';
import type { TextKey } from '../../texts.ts';
import type { Language, View } from '../../view.ts';
import { VirtualRows } from '../../ui/virtualRows.ts';
import { asksForMenu, placeAt, type MenuPlace } from '../contextMenu.ts';
import { iconOf, LANE_ICONS } from '../laneLook.ts';
import { columnWidths } from './columnWidths.ts';

export interface FramesActions {
  selectPlace(place: number): void;
  step(by: 1 | -1): void;
  /** The user scrolled the list; `atEnd`: to its end. */
  scrolled(atEnd: boolean): void;
  /** Enter was pressed: go to the frame's content. */
  open(): void;
  menu(frame: FrameRow, at: MenuPlace): void;
}

const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 23;

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
  #view: View | undefined;
  #refreshing = false;

  constructor(language: Language, rows: RowCache, actions: FramesActions) {
    const { text } = language;
    this.#language = language;
    this.#rows = rows;
    this.#actions = actions;
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
        fill: (cells, place) => this.#fillRow(cells, place),
        viewed: (from, to) => {
          this.#markActive();
          this.#rows.want(from, to);
        },
        scrolled: () => actions.scrolled(this.#list.atEnd),
      },
      this.#grid,
      element('div', { role: 'rowgroup' }),
    );
    this.#grid.addEventListener('keydown', (event) => this.#key(event));
    this.element = element('section', { class: 'frames', 'aria-label': text('frames') }, this.#grid, this.#empty);
  }

  update(view: View): void {
    const before = this.#view;
    this.#view = view;
    if (before && showsTheSame(before, view)) return;
    const { extent } = view;
    setAttribute(this.#grid, 'aria-rowcount', extent.shown + 1);
    if (extent !== before?.extent) {
      for (const [name, width] of columnWidths(this.#language, extent)) this.#grid.style.setProperty(name, width);
    }
    this.#list.setCount(extent.shown);
    const moved = view.place !== before?.place || (extent.complete && extent.shown !== before?.extent.shown);
    if (view.place !== null && moved) {
      this.#list.reveal(Math.min(view.place, extent.shown - 1));
    } else if (view.state.follow && extent.live) {
      this.#list.scrollToEnd();
    }
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

  #openMenu(place: number, at: MenuPlace): void {
    const frame = this.#rows.get(place);
    if (frame) this.#actions.menu(frame, at);
  }

  #key(event: KeyboardEvent): void {
    const { extent, place } = this.#view ?? {};
    if (asksForMenu(event)) {
      event.preventDefault();
      const row = typeof place === 'number' ? this.#list.elementOf(place) : undefined;
      if (typeof place === 'number') this.#openMenu(place, placeAt(row ?? this.#grid));
      return;
    }
    if (!extent || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = extent.shown - 1;
    const now = place ?? -1;
    const page = this.#list.page;
    if (event.key === 'ArrowDown') this.#actions.step(1);
    else if (event.key === 'ArrowUp') this.#actions.step(-1);
    else if (event.key === 'PageDown') this.#goTo(Math.min(last, now + page));
    else if (event.key === 'PageUp') this.#goTo(Math.max(0, now - page));
    else if (event.key === 'Home') this.#goTo(0);
    else if (event.key === 'End') this.#goTo(last);
    else if (event.key === 'Enter') this.#actions.open();
    else return;
    event.preventDefault();
  }

  /** Also scrolls back to a row that is already selected but out of view. */
  #goTo(place: number): void {
    if (place === this.#view?.place) this.#list.reveal(place);
    this.#actions.selectPlace(place);
  }

  /** The grid itself has the focus and names its active row by id, because row elements come and go. */
  #markActive(): void {
    const place = this.#view?.place ?? null;
    const active = place === null ? undefined : this.#list.elementOf(place);
    setAttribute(
      this.#grid,
      'aria-activedescendant',
      active?.getAttribute('aria-selected') === 'true' ? active.id : null,
    );
  }

  #makeRow(): { element: HTMLElement; row: RowCells } {
    const cell = (name: string, i: number, ...children: Node[]) =>
      element('span', { class: `cell-${name}`, role: 'gridcell', 'aria-colindex': i }, ...children);
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
    );
    const select = (): number => {
      const place = Number(row.getAttribute('aria-rowindex')) - 2;
      this.#actions.selectPlace(place);
      this.#grid.focus();
      return place;
    };
    row.addEventListener('click', () => select());
    row.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      this.#openMenu(select(), { x: event.clientX, y: event.clientY });
    });
    return { element: row, row: { element: row, ...cells } };
  }

  #fillRow(cells: RowCells, place: number): void {
    const frame = this.#rows.get(place);
    const before = this.#rows.before(place);
    const { element: row } = cells;
    const view = this.#view;
    const from = [place, frame, before, view?.row, view?.state.clock, frame ? null : view?.extent.shown];
    if (from.every((part, i) => part === cells.from[i])) return;
    cells.from = from;
    setAttribute(row, 'aria-rowindex', place + 2);
    const id = `frame-at-${place}`;
    if (row.id !== id) row.id = id;
    row.classList.toggle('even', place % 2 === 0);
    if (!frame || !view) {
      const isUnfiltered = view?.extent.shown === view?.extent.rows;
      this.#fillUnknown(cells, isUnfiltered ? this.#language.formats.count(frameNumber(place)) : '');
      return;
    }
    const { formats, text } = this.#language;
    const { clock } = view.state;
    const selected = frame.row === view.row;
    setAttribute(row, 'aria-selected', String(selected));
    setAttribute(row, 'data-lane', frame.lane);
    setAttribute(row, 'data-type', frame.type);
    setText(cells.number, formats.count(frameNumber(frame.row)));
    const foreign = clock === 'inmate' && frame.at === null;
    cells.time.classList.toggle('foreign', foreign);
    setAttribute(cells.time, 'title', foreign ? text('noInmateTime') : null);
    setText(cells.time, formats.milliseconds(timeOf(frame, clock)));
    setText(cells.delta, before ? formats.milliseconds(timeOf(frame, clock) - timeOf(before, clock)) : '');
    setIcon(cells.icon, iconOf(frame.type) ?? LANE_ICONS[frame.lane]);
    setText(cells.lane, laneWord(frame));
    setAttribute(cells.laneCell, 'aria-label', laneWord(frame));
    setText(cells.size, formats.size(frame.size));
    setText(cells.preview, frame.preview);
    setAttribute(cells.preview, 'title', frame.preview === '' ? null : frame.preview);
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
    a.place === b.place &&
    a.state.clock === b.state.clock &&
    a.state.follow === b.state.follow
  );
}

/** The result lane holds several types, so rows show the type instead. */
function laneWord({ lane, type }: FrameRow): string {
  return lane === 'result' ? type : lane;
}
