import type { TextMatches } from './textMatches.ts';

/** The rows that a search may end at. */
export interface SearchedRows {
  /** Rows so far, shown or not. */
  readonly length: number;
  isShown(row: number): boolean;
}

/**
 * Finds the next shown row (`step` 1) or the previous one (-1) that matches; if there is none, wraps around. It answers
 * as soon as it is certain, which is often long before all rows were searched.
 *
 * @throws QueryError or RecordingError if the rows cannot be searched
 */
export async function findRow(
  matches: TextMatches,
  rows: SearchedRows,
  row: number,
  step: 1 | -1,
): Promise<number | undefined> {
  const { length } = rows;
  return step === 1
    ? ((await firstMatch(matches, rows, row + 1, length)) ?? firstMatch(matches, rows, 0, row + 1))
    : ((await lastMatch(matches, rows, 0, row)) ?? lastMatch(matches, rows, row, length));
}

async function firstMatch(
  matches: TextMatches,
  rows: SearchedRows,
  from: number,
  to: number,
): Promise<number | undefined> {
  let place: number | undefined;
  for (;;) {
    // Throws if the search ended with an error.
    if (matches.ended) await matches.progress();
    const done = matches.scanned >= to || matches.ended;
    place ??= matches.scanned > from || done ? matches.rows.placeOf(from) : undefined;
    if (place !== undefined) {
      for (let found = matches.rows.at(place); found !== undefined; found = matches.rows.at(++place)) {
        if (found >= to) return undefined;
        if (rows.isShown(found)) return found;
      }
    }
    if (done) return undefined;
    await matches.progress();
  }
}

async function lastMatch(
  matches: TextMatches,
  rows: SearchedRows,
  from: number,
  to: number,
): Promise<number | undefined> {
  await matches.scannedTo(to);
  for (let place = matches.rows.placeOf(to) - 1; place >= 0; place--) {
    const found = matches.rows.at(place);
    if (found === undefined || found < from) return undefined;
    if (rows.isShown(found)) return found;
  }
  return undefined;
}
