import { PAGE_ROWS, ROW_TYPES, TYPE_BITS, type RowPage } from '../../recording/index/eventTable.ts';
export { PAGE_ROWS, ROW_TYPES, type RowPage } from '../../recording/index/eventTable.ts';
import { laneOf, LANES } from '../../protocol/lane.ts';
import type { Clock } from '../../protocol/protocol.ts';

/** The lane's number for each event type, by the type's number in a page. */
const LANE_OF_TYPE = Uint8Array.from(ROW_TYPES, (type) => LANES.indexOf(laneOf(type)));

/** A row's event type, as an index in `ROW_TYPES`. */
export function typeIn(page: Pick<RowPage, 'code'>, i: number): number {
  return (page.code[i] ?? 0) & TYPE_BITS;
}

/** A row's lane, as an index in `LANES`. */
export function laneIn(page: RowPage, i: number): number {
  return LANE_OF_TYPE[typeIn(page, i)] ?? 0;
}

/** Milliseconds by a clock; by arrival if the inmate's time is unknown. */
export function timeIn(page: RowPage, i: number, clock: Clock): number {
  const t = page.t[i] ?? 0;
  if (clock === 'arrival') return t;
  const at = page.at[i] ?? t;
  return Number.isNaN(at) ? t : at;
}

/** Calls `visit` for each row, with its page and its index in it. */
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
