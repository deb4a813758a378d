import { byteAt, uint32At, viewOf, withoutBuffer } from '../msgpack/bytes.ts';
import type { Violation } from '../msgpack/fault.ts';

/** Docker's stream numbers: 1 stdout, 2 stderr, 3 an error of the daemon itself. */
export type StreamNumber = 1 | 2 | 3;

export type DemultiplexerSink = ViewSink | PieceSink;

interface ViewSink {
  /**
   * A piece of one stream, in the order of arrival.
   *
   * @param bytes a view into the chunk that was pushed, not a copy
   * @param offset position of `bytes[0]` in the raw attach stream
   */
  payload(stream: StreamNumber, bytes: Uint8Array, offset: number): void;
}

interface PieceSink {
  /** As `payload`, without a view: the piece is the part of the chunk from `from` up to `end`. */
  piece(stream: StreamNumber, chunk: Uint8Array, from: number, end: number, offset: number): void;
  /**
   * May take whole Docker frames out of the chunk before they are taken apart, from the header at the index on.
   *
   * @returns the index behind those that it took
   */
  skim?(chunk: Uint8Array, from: number): number;
}

/** Where to resume a stream in the middle. */
export interface DemultiplexerStart {
  /** Position in the raw stream of the first byte that will be pushed. */
  readonly offset: number;
  readonly stream: StreamNumber;
  /** Payload bytes that are left of the Docker frame at `offset`. */
  readonly remaining: number;
}

/** A stream that ended inside a Docker frame. */
export interface Cut {
  /** Length of the raw stream. */
  readonly offset: number;
  readonly where: 'header' | 'payload';
}

export const DOCKER_HEADER_BYTES = 8;

/**
 * Demultiplexes Docker's attach stream: each Docker frame is `[stream, 0, 0, 0, length u32 BE]` and its payload.
 * Iterative, and without a copy or an allocation for a payload; the streams do not depend on how the chunks are cut.
 */
export class Demultiplexer {
  readonly #sink: PieceSink;
  /** Bytes of a header that was cut by the end of a chunk. */
  readonly #header = new Uint8Array(DOCKER_HEADER_BYTES);
  #headerBytes = 0;
  #offset = 0;
  #stream: StreamNumber = 1;
  #remaining = 0;
  #violation: Violation | undefined;

  constructor(sink: DemultiplexerSink, start?: DemultiplexerStart) {
    this.#sink = 'piece' in sink ? sink : toPieceSink(sink);
    if (start) {
      this.#offset = start.offset;
      this.#stream = start.stream;
      this.#remaining = start.remaining;
    }
  }

  /** Payload bytes left of the current Docker frame, after what was handed on. */
  get remaining(): number {
    return this.#remaining;
  }

  /** @returns the violation at which the stream is no longer Docker's; once, later chunks are ignored */
  push(chunk: Uint8Array): Violation | undefined {
    if (this.#violation) return undefined;
    const bytes = withoutBuffer(chunk);
    let position = 0;
    while (position < bytes.length && !this.#violation) {
      if (this.#remaining > 0) position = this.#passPayload(bytes, position);
      else position = this.#skimOrTakeHeader(bytes, position);
    }
    return this.#violation;
  }

  /** @returns where the stream was cut, if it ended inside a Docker frame */
  end(): Cut | undefined {
    if (this.#violation) return undefined;
    if (this.#headerBytes > 0) return { offset: this.#offset, where: 'header' };
    if (this.#remaining > 0) return { offset: this.#offset, where: 'payload' };
    return undefined;
  }

  #passPayload(chunk: Uint8Array, position: number): number {
    const end = Math.min(position + this.#remaining, chunk.length);
    const offset = this.#offset;
    this.#remaining -= end - position;
    this.#offset += end - position;
    this.#sink.piece(this.#stream, chunk, position, end, offset);
    return end;
  }

  #skimOrTakeHeader(chunk: Uint8Array, position: number): number {
    const reached = this.#headerBytes === 0 ? (this.#sink.skim?.(chunk, position) ?? position) : position;
    if (reached === position) return this.#takeHeader(chunk, position);
    this.#offset += reached - position;
    return reached;
  }

  /** Takes a whole header in place, or the part of it that the chunk has. */
  #takeHeader(chunk: Uint8Array, position: number): number {
    if (this.#headerBytes === 0 && chunk.length - position >= DOCKER_HEADER_BYTES) {
      this.#offset += DOCKER_HEADER_BYTES;
      this.#readHeader(chunk, position);
      return position + DOCKER_HEADER_BYTES;
    }
    this.#header[this.#headerBytes++] = byteAt(chunk, position);
    this.#offset++;
    if (this.#headerBytes === DOCKER_HEADER_BYTES) {
      this.#headerBytes = 0;
      this.#readHeader(this.#header, 0);
    }
    return position + 1;
  }

  #readHeader(bytes: Uint8Array, position: number): void {
    const stream = byteAt(bytes, position);
    const a = byteAt(bytes, position + 1);
    const b = byteAt(bytes, position + 2);
    const c = byteAt(bytes, position + 3);
    if ((stream !== 1 && stream !== 2 && stream !== 3) || a !== 0 || b !== 0 || c !== 0) {
      this.#violation = {
        kind: 'violation',
        offset: this.#offset - DOCKER_HEADER_BYTES,
        expected: 'a Docker stream header (stream 1, 2 or 3 and three zero bytes) at this byte of the attach stream',
        found: `the bytes ${[stream, a, b, c].join(' ')}`,
      };
      return;
    }
    this.#stream = stream;
    this.#remaining = uint32At(bytes, position + 4);
  }
}

function toPieceSink(sink: ViewSink): PieceSink {
  return { piece: (stream, chunk, from, end, offset) => sink.payload(stream, viewOf(chunk, from, end), offset) };
}
