import type { EventBody } from '../../recording/event.ts';
import { MAX_OUTPUT_BYTES, MAX_OUTPUT_PIECES, type Output, type OutputReplies } from '../../protocol/output.ts';
import { outputOf } from '../detail/outputOf.ts';
import { numbersToBytes } from '../rows/littleEndian.ts';
import { OutputPositions, type OutputIndex } from './outputPositions.ts';

/** Bytes of the largest row that is kept, so that a page from its middle need not read all before that again. */
const MAX_KEPT = 64 * 1024 * 1024;

/** Reads output row by row. */
interface OutputReader {
  /** At most `limit` bytes of what a row printed. */
  bodyAt(row: number, limit: number): Promise<EventBody | undefined>;
  close(): void;
}

/** Where output comes from: a recording, or a page that holds what a recording held. */
export interface OutputSource extends OutputIndex {
  reader(): OutputReader;
}

/** Reads stdout and stderr as one sequence of bytes, in the order of arrival, from any position of it. */
export class OutputFeed {
  readonly #index: OutputSource;
  readonly #positions: OutputPositions;
  /** The row of more bytes than a reply holds that was read last. */
  #kept: { readonly row: number; readonly bytes: Uint8Array } | undefined;

  constructor(index: OutputSource) {
    this.#index = index;
    this.#positions = new OutputPositions(index);
  }

  /** The positions of a row's output; of a row that does not exist yet, the end. */
  placeOf(row: number): OutputReplies['outputOf'] {
    return this.#positions.of(row);
  }

  /**
   * The output between two positions, as far as a reply holds it. Empty rows are no pieces.
   *
   * @throws RecordingError if the recording can no longer be read, and the signal's reason
   */
  async read(from: number, to: number, signal: AbortSignal): Promise<Output> {
    const { total } = this.#positions;
    const first = Math.min(from, total);
    const end = Math.min(to, total, first + MAX_OUTPUT_BYTES);
    const pieces: { readonly row: number; readonly stream: number; readonly bytes: Uint8Array }[] = [];
    const reader = this.#index.reader();
    try {
      let at = first;
      for (const { row, start, size, isError } of this.#positions.rowsFrom(first)) {
        if (at >= end || pieces.length === MAX_OUTPUT_PIECES) break;
        signal.throwIfAborted();
        const bytes = await this.#part(reader, row, size, at - start, Math.min(size, end - start));
        pieces.push({ row, stream: isError ? 1 : 0, bytes });
        at += bytes.length;
      }
    } finally {
      reader.close();
    }
    return {
      from: first,
      total,
      rows: numbersToBytes(Uint32Array.from(pieces, ({ row }) => row)),
      sizes: numbersToBytes(Uint32Array.from(pieces, ({ bytes }) => bytes.length)),
      streams: Uint8Array.from(pieces, ({ stream }) => stream),
      bytes: joined(pieces.map(({ bytes }) => bytes)),
    };
  }

  /** Bytes of a row, from one of its own offsets to another. */
  async #part(reader: OutputReader, row: number, size: number, from: number, to: number): Promise<Uint8Array> {
    if (this.#kept?.row === row) return this.#kept.bytes.subarray(from, to);
    const isKept = size > MAX_OUTPUT_BYTES && size <= MAX_KEPT;
    const bytes = outputOf(await reader.bodyAt(row, isKept ? size : to)) ?? new Uint8Array(0);
    if (isKept) this.#kept = { row, bytes };
    return bytes.subarray(from, to);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.length;
  }
  return bytes;
}
