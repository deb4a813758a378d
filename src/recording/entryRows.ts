import type { Entry, EntrySource } from './entry.ts';
import type { EventType } from './event.ts';

const TYPES: readonly EventType[] = ['lifecycle', 'stdout', 'stderr', 'yield', 'return', 'raise', 'outcome'];
const SOURCES: readonly EntrySource[] = ['frame', 'stderr', 'daemonError', 'json', 'made'];

/** Rows of a page: growing by pages copies nothing, and a short recording takes little. */
const PAGE_ROWS = 4096;

/** Bit fields of a row's `code`. */
const SOURCE_SHIFT = 3;
const PLAIN_SHIFT = 6;

class Page {
  /** Type (3 bits), source (3 bits), whether the channel is plain (1 bit). */
  readonly code = new Uint8Array(PAGE_ROWS);
  readonly t = new Float64Array(PAGE_ROWS);
  /** NaN where the frame does not say. */
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
      TYPES.indexOf(entry.type) |
      (SOURCES.indexOf(entry.source) << SOURCE_SHIFT) |
      (entry.plain ? 1 << PLAIN_SHIFT : 0);
    page.t[i] = entry.t;
    page.at[i] = entry.at ?? NaN;
    page.size[i] = entry.size;
    page.offset[i] = entry.offset;
    page.recordLeft[i] = entry.recordLeft;
    page.dockerLeft[i] = entry.dockerLeft;
    page.stdoutOffset[i] = entry.stdoutOffset;
  }

  type(row: number): EventType {
    return TYPES[cell(this.#page(row).code, row) & 7] ?? 'lifecycle';
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
    const source = SOURCES[(code >> SOURCE_SHIFT) & 7] ?? 'made';
    return {
      source,
      type: this.type(row),
      t: this.t(row),
      at: this.at(row),
      size: this.size(row),
      offset: cell(page.offset, row),
      recordLeft: cell(page.recordLeft, row),
      dockerLeft: cell(page.dockerLeft, row),
      plain: code >> PLAIN_SHIFT === 1,
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
  return column[row % PAGE_ROWS] ?? 0;
}
