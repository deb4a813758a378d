import { PAGE_ROWS, ROW_TYPES, TYPE_BITS, type RowPage } from '../../recording/index/eventTable.ts';
import { laneOf, LANES } from '../../protocol/lane.ts';
import type { Clock } from '../../protocol/protocol.ts';

/** For each event type, by its number in a page: the number of its lane. */
const LANE_OF_TYPE = Uint8Array.from(ROW_TYPES, (type) => LANES.indexOf(laneOf(type)));

/** Number of a row's event type, an index in `ROW_TYPES`. */
export function typeIn(page: RowPage, i: number): number {
  return (page.code[i] ?? 0) & TYPE_BITS;
}

/** Number of a row's lane, an index in `LANES`. */
export function laneIn(page: RowPage, i: number): number {
  return LANE_OF_TYPE[typeIn(page, i)] ?? 0;
}

/** Milliseconds by a clock; by arrival where the inmate's own is not known. */
export function timeIn(page: RowPage, i: number, clock: Clock): number {
  const t = page.t[i] ?? 0;
  if (clock === 'arrival') return t;
  const at = page.at[i] ?? t;
  return Number.isNaN(at) ? t : at;
}

/** Calls `visit` for rows by their page and their place in it. */
export function visitRows(
  pages: readonly RowPage[],
  rows: Uint32Array,
  visit: (page: RowPage, i: number, row: number) => void,
): void {
  for (const row of rows) {
    const page = pages[Math.floor(row / PAGE_ROWS)];
    if (page) visit(page, row % PAGE_ROWS, row);
  }
}
