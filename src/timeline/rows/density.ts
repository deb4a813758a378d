import type { RowPage } from '../../recording/index/eventTable.ts';
import { LANES } from '../../protocol/lane.ts';
import type { Clock, Density, ViewRequest } from '../../protocol/protocol.ts';
import { laneIn, timeIn, visitRows } from './columns.ts';
import { numbersToBytes } from './littleEndian.ts';

const MAX_UINT32 = 2 ** 32 - 1;

type DensityRequest = Pick<Extract<ViewRequest, { type: 'density' }>, 'from' | 'to' | 'columns' | 'clock'>;

/**
 * Counts rows by columns of time; the last column includes its end.
 *
 * @param rows the rows to count; `undefined`: all
 */
export function countDensity(
  pages: readonly RowPage[],
  rows: Uint32Array | undefined,
  request: DensityRequest,
): Density {
  const { from, to, columns, clock } = request;
  // One lane after another, `columns` cells each.
  const counts = new Uint32Array(LANES.length * columns);
  const bytes = new Uint32Array(LANES.length * columns);
  const scale = columns / (to - from);
  const add = (page: RowPage, i: number): void => {
    const time = timeIn(page, i, clock);
    if (!(time >= from && time <= to)) return;
    const cell = laneIn(page, i) * columns + Math.min(Math.floor((time - from) * scale), columns - 1);
    counts[cell] = (counts[cell] ?? 0) + 1;
    bytes[cell] = Math.min((bytes[cell] ?? 0) + (page.size[i] ?? 0), MAX_UINT32);
  };
  if (rows) {
    visitRows(pages, rows, add);
  } else {
    for (const page of pages) {
      const { min, max } = page[clock];
      if (max < from || min > to) continue;
      for (let i = 0; i < page.length; i++) add(page, i);
    }
  }
  const lanes = LANES.map((lane, k) => ({
    lane,
    counts: numbersToBytes(counts.subarray(k * columns, (k + 1) * columns)),
    bytes: numbersToBytes(bytes.subarray(k * columns, (k + 1) * columns)),
  }));
  return { from, to, columns, clock, lanes };
}

/** @returns the shown row whose time is nearest, the earlier one of two; `undefined` if none is shown */
export function nearestRow(
  pages: readonly RowPage[],
  rows: Uint32Array | undefined,
  time: number,
  clock: Clock,
): number | undefined {
  let best: number | undefined;
  let distance = Infinity;
  const look = (page: RowPage, i: number, row: number): void => {
    const away = Math.abs(timeIn(page, i, clock) - time);
    if (away >= distance) return;
    distance = away;
    best = row;
  };
  if (rows) {
    visitRows(pages, rows, look);
    return best;
  }
  let start = 0;
  for (const page of pages) {
    const { min, max } = page[clock];
    if (Math.max(min - time, time - max) < distance) {
      for (let i = 0; i < page.length; i++) look(page, i, start + i);
    }
    start += page.length;
  }
  return best;
}
