import { PAGE_ROWS, ROW_TYPES, type RowPage } from '../../recording/index/eventTable.ts';
import { typeIn } from '../rows/columns.ts';

/** What is needed of an index to know the positions of its output. */
export interface OutputIndex {
  readonly length: number;
  readonly pages: readonly Pick<RowPage, 'length' | 'code' | 'size'>[];
}

/** A row that printed something, with the position of its first byte. */
export interface OutputRow {
  readonly row: number;
  readonly start: number;
  readonly size: number;
  /** Whether it is stderr. */
  readonly isError: boolean;
}

const STDOUT = ROW_TYPES.indexOf('stdout');
const STDERR = ROW_TYPES.indexOf('stderr');

/** Where the output of each row stands among all output: one number for each page of the index, the rest is counted. */
export class OutputPositions {
  readonly #index: OutputIndex;
  /** Bytes of output before each page, as far as it was counted. */
  readonly #starts: number[] = [];
  #counted = 0;
  #total = 0;

  constructor(index: OutputIndex) {
    this.#index = index;
  }

  /** Bytes of all output by now. */
  get total(): number {
    const { length, pages } = this.#index;
    for (; this.#counted < length; this.#counted++) {
      const i = this.#counted % PAGE_ROWS;
      if (i === 0) this.#starts.push(this.#total);
      this.#total += outputIn(pages[this.#starts.length - 1], i);
    }
    return this.#total;
  }

  /** Where the output of a row begins and ends; of a row that does not exist yet, the end of all output. */
  of(row: number): { readonly from: number; readonly to: number } {
    const { total } = this;
    if (row >= this.#counted) return { from: total, to: total };
    const number = Math.floor(row / PAGE_ROWS);
    const page = this.#index.pages[number];
    let from = this.#starts[number] ?? total;
    for (let i = 0; i < row % PAGE_ROWS; i++) from += outputIn(page, i);
    return { from, to: from + outputIn(page, row % PAGE_ROWS) };
  }

  /** The rows that have output behind a position, the one that holds it first. */
  *rowsFrom(position: number): Generator<OutputRow, void, undefined> {
    if (position >= this.total) return;
    let number = this.#pageAt(position);
    let start = this.#starts[number] ?? 0;
    for (; number < this.#starts.length; number++) {
      const page = this.#index.pages[number];
      const rows = Math.min(PAGE_ROWS, this.#counted - number * PAGE_ROWS);
      for (let i = 0; i < rows; i++) {
        const size = outputIn(page, i);
        if (page && size > 0 && start + size > position) {
          yield { row: number * PAGE_ROWS + i, start, size, isError: typeIn(page, i) === STDERR };
        }
        start += size;
      }
    }
  }

  /** The last page that begins at the position or before it, and so holds the byte there. */
  #pageAt(position: number): number {
    let from = 0;
    for (let to = this.#starts.length; to - from > 1;) {
      const middle = (from + to) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) from = middle;
      else to = middle;
    }
    return from;
  }
}

function outputIn(page: OutputIndex['pages'][number] | undefined, i: number): number {
  if (!page) return 0;
  const type = typeIn(page, i);
  return type === STDOUT || type === STDERR ? (page.size[i] ?? 0) : 0;
}
