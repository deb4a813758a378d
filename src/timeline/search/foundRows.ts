import { RowList } from '../rows/rowList.ts';
import type { ShownRows } from '../rows/shownRows.ts';
import type { TextMatches } from './textMatches.ts';

/** The shown rows that match a search, counted as they are found. */
export class FoundRows {
  readonly matches: TextMatches;
  readonly shown: ShownRows;
  readonly #rows = new RowList();
  /** Matches before this place are counted. */
  #taken = 0;

  constructor(matches: TextMatches, shown: ShownRows) {
    this.matches = matches;
    this.shown = shown;
  }

  /** @param rows so far: of those that a search is ahead of, it is not known yet whether they are shown */
  count(row: number, rows: number): { readonly place: number; readonly total: number; readonly complete: boolean } {
    const { matches, shown } = this;
    for (let found = matches.rows.at(this.#taken); found !== undefined; found = matches.rows.at(this.#taken)) {
      if (found >= rows) break;
      if (shown.has(found)) this.#rows.push(found);
      this.#taken++;
    }
    const place = this.#rows.placeOf(row);
    return {
      place: this.#rows.at(place) === row ? place + 1 : 0,
      total: this.#rows.length,
      complete: matches.ended || matches.scanned >= rows,
    };
  }
}
