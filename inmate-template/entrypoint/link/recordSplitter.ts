import { partialMark } from './partialMark.ts';
import { HEADER_BYTES, readHeader, type RecordHeader } from './record.ts';

export type Piece =
  /** What the inmate or a child of it has printed. A view of what was pushed. */
  | { readonly kind: 'output'; readonly bytes: Buffer }
  /** `payload` is missing where it goes aside. */
  | { readonly kind: 'record'; readonly header: RecordHeader; readonly payload: Buffer | undefined };

const NOTHING = Buffer.alloc(0);

/**
 * Splits the inmate's output at its records. The pieces do not depend on how the stream is cut, except that a stretch
 * of output may come in several. Bytes that are not one of our records are output.
 */
export class RecordSplitter {
  readonly #marker: Buffer;
  #bytes: Buffer = NOTHING;
  #position = 0;

  constructor(marker: Buffer) {
    this.#marker = marker;
  }

  push(chunk: Buffer): void {
    const rest = this.#bytes.subarray(this.#position);
    this.#bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    this.#position = 0;
  }

  /** @returns `undefined` when more bytes are needed */
  next(): Piece | undefined {
    const found = this.#bytes.indexOf(this.#marker, this.#position);
    if (found < 0) return this.#output(this.#bytes.length - partialMark(this.#bytes, this.#marker, this.#position));
    return found > this.#position ? this.#output(found) : this.#record();
  }

  /** @returns what is left at the end of the stream: nothing, or bytes that never became a record */
  end(): Buffer {
    const rest = this.#bytes.subarray(this.#position);
    this.#bytes = NOTHING;
    this.#position = 0;
    return rest;
  }

  #output(end: number): Piece | undefined {
    const bytes = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return bytes.length > 0 ? { kind: 'output', bytes } : undefined;
  }

  #record(): Piece | undefined {
    const start = this.#position + HEADER_BYTES;
    if (start > this.#bytes.length) return undefined;
    const header = readHeader(this.#bytes, this.#position);
    if (!header) return this.#output(this.#position + 1);
    const end = start + (header.aside ? 0 : header.length);
    if (end > this.#bytes.length) return undefined;
    this.#position = end;
    return { kind: 'record', header, payload: header.aside ? undefined : this.#bytes.subarray(start, end) };
  }
}
