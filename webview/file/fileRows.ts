import { BLOCK_ROWS, type FileBlock, type FileHead, type FileRow } from '../../src/protocol/filePage.ts';
import { EVENT_TYPES } from '../../src/protocol/lane.ts';
import type { Detail } from '../../src/protocol/protocol.ts';
import { PAGE_ROWS, ROW_TYPES, type RowPage } from '../../src/timeline/rows/columns.ts';
import type { RowColumns, RowSource, TextBatch } from '../../src/timeline/rows/rowSource.ts';
import { RegexMatcher } from '../../src/timeline/search/regexMatcher.ts';
import { expressionOf, PlainMatcher } from '../../src/timeline/search/textMatcher.ts';
import { startBlobThread } from './blobThread.ts';
import { outputOfFile } from './fileOutput.ts';
import { valuePartOfFile } from './fileValue.ts';
import type { OutputSizes } from './parts.ts';

/** Blocks that are kept unpacked. */
const MAX_BLOCKS = 20;

/**
 * The rows of a page in a file.
 *
 * @param read unpacks a block
 */
export function rowsOfFile(head: FileHead, sizes: OutputSizes, read: (block: number) => Promise<FileBlock>): RowSource {
  const columns = new FileColumns(head);
  const blocks = new Map<number, Promise<FileBlock>>();
  const blockAt = (block: number): Promise<FileBlock> => {
    const found = blocks.get(block) ?? read(block);
    blocks.delete(block);
    blocks.set(block, found);
    const [oldest] = blocks.keys();
    if (blocks.size > MAX_BLOCKS && oldest !== undefined) blocks.delete(oldest);
    return found;
  };
  const rowAt = async (row: number): Promise<FileRow> => {
    const found = (await blockAt(Math.floor(row / BLOCK_ROWS))).rows[row % BLOCK_ROWS];
    if (!found) throw new RangeError(`there is no row ${row}`);
    return found;
  };
  const detailAt = async (row: number): Promise<Detail> => {
    const { detail, preview } = await rowAt(row);
    if (!detail) throw new RangeError(preview);
    const { value, ...rest } = detail;
    const parsed: unknown = JSON.parse(value);
    return { ...rest, value: parsed };
  };
  return {
    columns,
    previews: async (rows) => Promise.all(Array.from(rows, async (row) => (await rowAt(row)).preview)),
    detail: detailAt,
    valuePart: (request) => valuePartOfFile(detailAt, request),
    output: outputOfFile(columns, sizes, rowAt),
    texts: () => textBatches(columns.length, blockAt),
    matcher: (query) =>
      query.regex ? new RegexMatcher(startBlobThread, expressionOf(query)) : new PlainMatcher(query),
  };
}

async function* textBatches(length: number, blockAt: (block: number) => Promise<FileBlock>): AsyncGenerator<TextBatch> {
  for (let from = 0; from < length; from += BLOCK_ROWS) {
    const { rows } = await blockAt(from / BLOCK_ROWS);
    yield { texts: rows.map(({ text }, i) => ({ row: from + i, text })), end: from + rows.length };
  }
}

/** The columns of the rows, in pages as a recording has them. */
class FileColumns implements RowColumns {
  readonly length: number;
  readonly pages: readonly RowPage[];
  readonly #types: Uint8Array;

  constructor({ types, t, at, sizes }: FileHead) {
    this.length = types.length;
    this.#types = types;
    const numbers = [t, at].map((column) => viewOf(column));
    const sizeView = viewOf(sizes);
    this.pages = Array.from({ length: Math.ceil(types.length / PAGE_ROWS) }, (_, page) => {
      const from = page * PAGE_ROWS;
      const length = Math.min(PAGE_ROWS, types.length - from);
      const column = (view: DataView | undefined) =>
        Float64Array.from({ length }, (_value, i) => view?.getFloat64((from + i) * 8, true) ?? NaN);
      const [arrivals, inmates] = [column(numbers[0]), column(numbers[1])];
      return {
        length,
        code: Uint8Array.from({ length }, (_value, i) => ROW_TYPES.indexOf(this.type(from + i))),
        t: arrivals,
        at: inmates,
        size: Uint32Array.from({ length }, (_value, i) => sizeView.getUint32((from + i) * 4, true)),
        arrival: boundsOf(arrivals),
        inmate: boundsOf(inmates.map((time, i) => (Number.isNaN(time) ? (arrivals[i] ?? 0) : time))),
      };
    });
  }

  type(row: number): (typeof EVENT_TYPES)[number] {
    return EVENT_TYPES[this.#types[row] ?? 0] ?? 'lifecycle';
  }

  t(row: number): number {
    return this.#page(row)?.t[row % PAGE_ROWS] ?? 0;
  }

  at(row: number): number | undefined {
    const at = this.#page(row)?.at[row % PAGE_ROWS] ?? NaN;
    return Number.isNaN(at) ? undefined : at;
  }

  size(row: number): number {
    return this.#page(row)?.size[row % PAGE_ROWS] ?? 0;
  }

  #page(row: number): RowPage | undefined {
    return this.pages[Math.floor(row / PAGE_ROWS)];
  }
}

function boundsOf(times: Float64Array): { min: number; max: number } {
  return times.reduce(({ min, max }, time) => ({ min: Math.min(min, time), max: Math.max(max, time) }), {
    min: Infinity,
    max: -Infinity,
  });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
