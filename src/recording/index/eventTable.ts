import type { Entry, EntrySink, EntrySource } from './entry.ts';
import type { EventBody, EventType } from '../event.ts';
import { itemAt } from './itemAt.ts';

/** The types by their number in a row. */
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

/** `PAGE_ROWS` consecutive rows by their columns, for readers of many; fewer rows in the last page. */
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

class Page implements RowPage {
  length = 0;
  readonly code = new Uint8Array(PAGE_ROWS);
  readonly t = new Float64Array(PAGE_ROWS);
  readonly at = new Float64Array(PAGE_ROWS);
  readonly size = new Uint32Array(PAGE_ROWS);
  readonly offset = new Float64Array(PAGE_ROWS);
  readonly dockerLeft = new Uint32Array(PAGE_ROWS);
  readonly #arrival = new Bounds();
  readonly #inmate = new Bounds();

  get arrival(): TimeBounds {
    return this.#arrival.of(this.length, (i) => itemAt(this.t, i));
  }

  get inmate(): TimeBounds {
    return this.#inmate.of(this.length, (i) => {
      const at = itemAt(this.at, i);
      return Number.isNaN(at) ? itemAt(this.t, i) : at;
    });
  }
}

/** Computed on demand, which for most pages is never, and only from rows that were added since. */
class Bounds implements TimeBounds {
  min = Infinity;
  max = -Infinity;
  #rows = 0;

  of(rows: number, time: (i: number) => number): TimeBounds {
    for (; this.#rows < rows; this.#rows++) {
      this.min = Math.min(this.min, time(this.#rows));
      this.max = Math.max(this.max, time(this.#rows));
    }
    return this;
  }
}

/** Bytes of memory that a row takes; each chunk record takes a number in addition. */
export const ROW_BYTES = 1 + 8 + 8 + 4 + 8 + 4;

/** A row's `code`. */
export function rowCode(type: EventType, source: EntrySource, plain: boolean, headed: boolean): number {
  return (
    ROW_TYPES.indexOf(type) |
    (SOURCES.indexOf(source) << SOURCE_SHIFT) |
    (plain ? PLAIN_BIT : 0) |
    (headed ? HEADED_BIT : 0)
  );
}

/** A table of entries in typed arrays, `ROW_BYTES` a row. */
export class EventTable implements EntrySink {
  readonly #pages: Page[] = [];
  /** Offsets in the file behind the chunk records so far. */
  readonly #recordEnds: number[] = [];
  /** The few events that stand in no record. */
  readonly #made = new Map<number, EventBody>();
  #lastPage = new Page();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A chunk record begins, whose rows may follow; `end` is the offset in the file behind it. */
  beginRecord(end: number): void {
    this.#recordEnds.push(end);
  }

  push({ type, source, plain, headed, t, at = NaN, size, offset, dockerLeft, body }: Entry): void {
    if (source === 'made' && body) this.#made.set(this.#length, body);
    this.add(rowCode(type, source, plain, headed), t, at, size, offset, dockerLeft);
  }

  /** Like `push`, without an entry. */
  add(code: number, t: number, at: number, size: number, offset: number, dockerLeft: number): void {
    const i = this.#length++ % PAGE_ROWS;
    const page = i === 0 ? this.#addPage() : this.#lastPage;
    page.code[i] = code;
    page.t[i] = t;
    page.at[i] = at;
    page.size[i] = size;
    page.offset[i] = offset;
    page.dockerLeft[i] = dockerLeft;
    page.length = i + 1;
  }

  /** The rows so far; a page that is not full grows. */
  get pages(): readonly RowPage[] {
    return this.#pages;
  }

  /** The event of a row that stands in no record. */
  made(row: number): EventBody | undefined {
    return this.#made.get(row);
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

  /** The row as it was pushed, without its body. */
  entry(row: number): Entry {
    const page = this.#page(row);
    const code = cell(page.code, row);
    const source = itemAt(SOURCES, (code >> SOURCE_SHIFT) & 7);
    const offset = cell(page.offset, row);
    return {
      source,
      type: this.type(row),
      t: this.t(row),
      at: this.at(row),
      size: this.size(row),
      offset,
      recordLeft: source === 'frame' ? this.#recordEndAfter(offset) - offset : 0,
      dockerLeft: cell(page.dockerLeft, row),
      plain: (code & PLAIN_BIT) !== 0,
      headed: (code & HEADED_BIT) !== 0,
      body: undefined,
    };
  }

  #addPage(): Page {
    this.#lastPage = new Page();
    this.#pages.push(this.#lastPage);
    return this.#lastPage;
  }

  /** The end of the record that holds the byte at the offset. */
  #recordEndAfter(offset: number): number {
    let from = 0;
    for (let to = this.#recordEnds.length; from < to;) {
      const middle = (from + to) >> 1;
      if (itemAt(this.#recordEnds, middle) > offset) to = middle;
      else from = middle + 1;
    }
    return itemAt(this.#recordEnds, from);
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
