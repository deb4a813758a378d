import { PAGE_ROWS, type RowPage } from '../../recording/index/eventTable.ts';
import { LANES } from '../../protocol/lane.ts';
import type { Filter } from '../../protocol/protocol.ts';
import { laneIn } from './columns.ts';
import { RowList } from './rowList.ts';

/** The rows that a recording has so far. */
export interface IndexedRows {
  readonly length: number;
  readonly pages: readonly RowPage[];
}

/** The rows whose text matches, as far as they were searched. */
export interface MatchedRows {
  readonly rows: RowList;
  /** Rows before this one were searched. */
  readonly scanned: number;
}

/**
 * The rows that a filter shows, and the place of each among them. While everything is shown, place and row are the same
 * number and nothing is stored.
 */
export class ShownRows {
  readonly #index: IndexedRows;
  readonly #filter: Filter;
  readonly #matches: MatchedRows | undefined;
  readonly #wantedLanes: readonly boolean[];
  /** `undefined`: all rows are shown. */
  readonly #rows: RowList | undefined;
  /** Rows before this one (or, with a text, matches before this place) were filtered. */
  #taken = 0;

  /** @param matches rows that match the filter's text, if it has one */
  constructor(index: IndexedRows, filter: Filter, matches?: MatchedRows) {
    this.#index = index;
    this.#filter = filter;
    this.#matches = matches;
    this.#wantedLanes = LANES.map((lane) => filter.lanes.includes(lane));
    const everything =
      !matches && filter.minSize === null && filter.maxSize === null && !this.#wantedLanes.includes(false);
    this.#rows = everything ? undefined : new RowList();
    this.update();
  }

  get length(): number {
    return this.#rows?.length ?? this.#index.length;
  }

  /** The rows in their order; `undefined` if all are shown. */
  get rows(): Uint32Array | undefined {
    return this.#rows?.view();
  }

  /** Takes in new rows of the index and new matches of the text. */
  update(): void {
    if (!this.#rows) return;
    if (this.#matches) this.#takeMatches(this.#rows, this.#matches.rows);
    else this.#takeRows(this.#rows);
  }

  /** @returns the row at a place, `undefined` beyond the ends */
  rowAt(place: number): number | undefined {
    if (this.#rows) return this.#rows.at(place);
    return place < this.#index.length ? place : undefined;
  }

  /** @returns the place of a row, or of the next shown row; the length if there is none */
  placeOf(row: number): number {
    return this.#rows ? this.#rows.placeOf(row) : Math.min(row, this.#index.length);
  }

  has(row: number): boolean {
    return this.rowAt(this.placeOf(row)) === row;
  }

  #takeMatches(rows: RowList, matches: RowList): void {
    for (;;) {
      const row = matches.at(this.#taken);
      // The search may be ahead of the index.
      if (row === undefined || row >= this.#index.length) return;
      const page = this.#index.pages[Math.floor(row / PAGE_ROWS)];
      if (page && this.#isWanted(page, row % PAGE_ROWS)) rows.push(row);
      this.#taken++;
    }
  }

  #takeRows(rows: RowList): void {
    const { pages, length } = this.#index;
    while (this.#taken < length) {
      const pageNumber = Math.floor(this.#taken / PAGE_ROWS);
      const page = pages[pageNumber];
      if (!page) return;
      const start = pageNumber * PAGE_ROWS;
      for (let i = this.#taken - start; i < page.length; i++) if (this.#isWanted(page, i)) rows.push(start + i);
      this.#taken = start + page.length;
    }
  }

  #isWanted(page: RowPage, i: number): boolean {
    const { minSize, maxSize } = this.#filter;
    const size = page.size[i] ?? 0;
    return (
      (this.#wantedLanes[laneIn(page, i)] ?? false) &&
      (minSize === null || size >= minSize) &&
      (maxSize === null || size <= maxSize)
    );
  }
}
