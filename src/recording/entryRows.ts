import type { Entry, EntrySource } from './entry.ts';
import type { EventType } from './event.ts';
import { itemAt } from './itemAt.ts';

/** The types by the number that stands for them in a row. */
export const ROW_TYPES: readonly EventType[] = ['lifecycle', 'stdout', 'stderr', 'yield', 'return', 'raise', 'outcome'];
const SOURCES: readonly EntrySource[] = ['frame', 'stderr', 'daemonError', 'json', 'made'];

/** Rows of a page: growing by pages copies nothing, and a short recording takes little. */
export const PAGE_ROWS = 4096;

/** The bits of a row's `code` that hold its type, an index in `ROW_TYPES`. */
export const TYPE_BITS = 7;

/** Bit fields of a row's `code`. */
const SOURCE_SHIFT = 3;
const PLAIN_BIT = 1 << 6;
const HEADED_BIT = 1 << 7;

/** The smallest and the largest of the times of a page's rows; milliseconds. */
export interface TimeBounds {
  readonly min: number;
  readonly max: number;
}

/** `PAGE_ROWS` consecutive rows by their columns, for whoever has to look at many; fewer rows in the last page. */
export interface RowPage {
  readonly length: number;
  /** Type (3 bits), source (3 bits), whether the channel is plain, whether a Docker header stands before it. */
  readonly code: Uint8Array;
  readonly t: Float64Array;
  /** NaN where the frame does not say. */
  readonly at: Float64Array;
  readonly size: Uint32Array;
  /** Of `t`. */
  readonly arrival: TimeBounds;
  /** Of `at`, or `t` where that is not known. */
  readonly inmate: TimeBounds;
}

class Bounds implements TimeBounds {
  min = Infinity;
  max = -Infinity;

  add(time: number): void {
    if (time < this.min) this.min = time;
    if (time > this.max) this.max = time;
  }
}

class Page implements RowPage {
  length = 0;
  readonly arrival = new Bounds();
  readonly inmate = new Bounds();
  readonly code = new Uint8Array(PAGE_ROWS);
  readonly t = new Float64Array(PAGE_ROWS);
  readonly at = new Float64Array(PAGE_ROWS);
  readonly size = new Uint32Array(PAGE_ROWS);
  readonly offset = new Float64Array(PAGE_ROWS);
  readonly recordLeft = new Uint32Array(PAGE_ROWS);
  readonly dockerLeft = new Uint32Array(PAGE_ROWS);
  readonly stdoutOffset = new Float64Array(PAGE_ROWS);
}

/** Bytes of memory that a row takes. */
export const ROW_BYTES = 1 + 8 + 8 + 4 + 8 + 4 + 4 + 8;

/** A table of entries in typed arrays, `ROW_BYTES` a row. */
export class EntryRows {
  readonly #pages: Page[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(entry: Entry): void {
    const i = this.#length % PAGE_ROWS;
    if (i === 0) this.#pages.push(new Page());
    const page = this.#page(this.#length++);
    page.code[i] =
      ROW_TYPES.indexOf(entry.type) |
      (SOURCES.indexOf(entry.source) << SOURCE_SHIFT) |
      (entry.plain ? PLAIN_BIT : 0) |
      (entry.headed ? HEADED_BIT : 0);
    page.t[i] = entry.t;
    page.at[i] = entry.at ?? NaN;
    page.size[i] = entry.size;
    page.offset[i] = entry.offset;
    page.recordLeft[i] = entry.recordLeft;
    page.dockerLeft[i] = entry.dockerLeft;
    page.stdoutOffset[i] = entry.stdoutOffset;
    page.arrival.add(entry.t);
    page.inmate.add(entry.at ?? entry.t);
    page.length++;
  }

  /** The rows by now; a page that is not full grows. */
  get pages(): readonly RowPage[] {
    return this.#pages;
  }

  type(row: number): EventType {
    return itemAt(ROW_TYPES, cell(this.#page(row).code, row) & TYPE_BITS);
  }

  /** Milliseconds from the start of the dispatch. */
  t(row: number): number {
    return cell(this.#page(row).t, row);
  }

  /** Milliseconds in the inmate, where known. */
  at(row: number): number | undefined {
    const at = cell(this.#page(row).at, row);
    return Number.isNaN(at) ? undefined : at;
  }

  /** Bytes of the payload, the encoded value or the JSON. */
  size(row: number): number {
    return cell(this.#page(row).size, row);
  }

  /** The row as it was pushed, but for its body. */
  entry(row: number): Entry {
    const page = this.#page(row);
    const code = cell(page.code, row);
    return {
      source: itemAt(SOURCES, (code >> SOURCE_SHIFT) & 7),
      type: this.type(row),
      t: this.t(row),
      at: this.at(row),
      size: this.size(row),
      offset: cell(page.offset, row),
      recordLeft: cell(page.recordLeft, row),
      dockerLeft: cell(page.dockerLeft, row),
      plain: (code & PLAIN_BIT) !== 0,
      headed: (code & HEADED_BIT) !== 0,
      stdoutOffset: cell(page.stdoutOffset, row),
      body: undefined,
    };
  }

  #page(row: number): Page {
    const page = this.#pages[Math.floor(row / PAGE_ROWS)];
    if (!page || row >= this.#length || !Number.isInteger(row)) throw new RangeError(`there is no row ${row}`);
    return page;
  }
}

function cell(column: Uint8Array | Uint32Array | Float64Array, row: number): number {
  return itemAt(column, row % PAGE_ROWS);
}
