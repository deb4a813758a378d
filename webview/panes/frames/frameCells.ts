import type { Clock } from '../../../src/protocol/protocol.ts';
import { frameNumber } from '../../../src/text/frameNumber.ts';
import { element, icon, setAttribute, setIcon, setText } from '../../ui/dom.ts';
import { setMarkedText } from '../../find/markedText.ts';
import type { Ranges } from '../../find/marker.ts';
import type { ListItem } from '../../model/list/foldedList.ts';
import { timeOf, type FrameRow } from '../../model/list/frameRow.ts';
import type { TextKey } from '../../texts.ts';
import type { Language } from '../../view.ts';
import type { MenuPlace } from '../contextMenu.ts';
import { iconOf, LANE_ICONS } from '../laneLook.ts';
import { foldWords } from './foldWords.ts';

export const COLUMNS: readonly (readonly [name: string, key: TextKey])[] = [
  ['number', 'number'],
  ['time', 'time'],
  ['delta', 'delta'],
  ['lane', 'lane'],
  ['size', 'size'],
  ['preview', 'preview'],
];

/** The elements of a row, which show one frame after another. */
export interface RowCells {
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

/** What a row shows of a frame; `frame` is missing while it loads. */
export interface ShownFrame {
  readonly place: number;
  readonly frame: FrameRow | undefined;
  readonly before: FrameRow | undefined;
  readonly isActive: boolean;
  readonly clock: Clock;
  readonly isFiltered: boolean;
  readonly ranges: Ranges;
  /** Characters of a preview that fit. */
  readonly room: number;
}

/** What a row does; it is told the index of the row in the list. */
export interface RowActions {
  clicked(index: number): void;
  menu(index: number, at: MenuPlace): void;
}

export function makeRow(actions: RowActions): { element: HTMLElement; row: RowCells } {
  const cell = (name: string, i: number, ...children: Node[]) =>
    element('span', { class: `cell-${name}`, role: 'gridcell', 'aria-colindex': i }, ...children);
  const [foldIcon, foldText] = [icon('chevron-right'), element('span')];
  const [laneIcon, lane] = [icon('pulse'), element('span', { class: 'lane-word' })];
  const whole = { role: 'gridcell', 'aria-colindex': 1, 'aria-colspan': COLUMNS.length, hidden: true };
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
    fold: element('span', { class: 'cell-fold', ...whole }, foldIcon, foldText),
    from: [],
  };
  const { number, time, delta, laneCell, size, preview, fold } = cells;
  const attributes = { class: 'frame-row', role: 'row' };
  const row = element('div', attributes, number, time, delta, laneCell, size, preview, fold);
  const index = (): number => Number(row.getAttribute('aria-rowindex')) - 2;
  row.addEventListener('click', () => actions.clicked(index()));
  row.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    actions.menu(index(), { x: event.clientX, y: event.clientY });
  });
  return { element: row, row: { element: row, ...cells } };
}

/** Prepares a row for what is at an index of the list: a frame, or the head of a fold. */
export function placeRow({ element: row, fold }: RowCells, index: number, isFold: boolean): void {
  setAttribute(row, 'aria-rowindex', index + 2);
  const id = `frame-at-${index}`;
  if (row.id !== id) row.id = id;
  row.classList.toggle('even', index % 2 === 0);
  row.classList.toggle('fold-row', isFold);
  fold.hidden = !isFold;
}

/** Fills in the head of a fold: how many steps it has, and how long they took. */
export function fillFold(
  cells: RowCells,
  { fold, open }: Extract<ListItem, { readonly kind: 'fold' }>,
  isActive: boolean,
  language: Language,
): void {
  cells.from = [];
  setAttribute(cells.element, 'data-lane', null);
  setAttribute(cells.element, 'data-type', null);
  setAttribute(cells.element, 'aria-selected', String(isActive));
  setAttribute(cells.fold, 'aria-expanded', String(open));
  setIcon(cells.foldIcon, open ? 'chevron-down' : 'chevron-right');
  setText(cells.foldText, foldWords(fold, language));
}

/** Fills in a frame, unless it is there already. */
export function fillFrame(cells: RowCells, shown: ShownFrame, { text, formats }: Language): void {
  const { place, frame, before, isActive, clock, isFiltered, ranges, room } = shown;
  const mark = ranges.length === 0 ? null : `${ranges.join()} ${room}`;
  const from = [place, frame, before, isActive, clock, isFiltered, mark];
  if (from.every((part, i) => part === cells.from[i])) return;
  cells.from = from;
  if (!frame) {
    fillUnknown(cells, isFiltered ? '' : formats.count(frameNumber(place)));
    return;
  }
  const { element: row } = cells;
  setAttribute(row, 'aria-selected', String(isActive));
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
  setMarkedText(cells.preview, frame.preview, ranges, room);
  setAttribute(cells.preview, 'title', frame.preview === '' ? null : frame.preview);
}

/** @param number of the row, if known already; else empty */
function fillUnknown(cells: RowCells, number: string): void {
  setAttribute(cells.element, 'aria-selected', 'false');
  setAttribute(cells.element, 'data-lane', null);
  setAttribute(cells.element, 'data-type', null);
  cells.icon.className = '';
  setAttribute(cells.laneCell, 'aria-label', null);
  setText(cells.number, number);
  for (const cell of [cells.time, cells.delta, cells.lane, cells.size]) setText(cell, '');
  setText(cells.preview, '…');
}

/** The result lane holds several types, so rows show the type instead. */
function laneWord({ lane, type }: FrameRow): string {
  return lane === 'result' ? type : lane;
}
