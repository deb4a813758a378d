import { Demultiplexer, DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import { FrameScanner } from '../../wire/answer/frameScanner.ts';
import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import type { AnswerChunk } from './answerFrom.ts';
import type { Entry } from './entry.ts';
import type { FileBytes } from '../file/fileBytes.ts';

export { DOCKER_HEADER_BYTES };

/** The bytes of a row as they came from the container host. */
export interface RawBytes {
  readonly bytes: Uint8Array;
  /** Whether it begins with the header of its Docker frame. */
  readonly headed: boolean;
  /** Payload bytes of the Docker frame from the row's own first byte on; 0 where nothing is multiplexed. */
  readonly dockerLeft: number;
  /** Whether all of the row is there. */
  readonly whole: boolean;
}

export const NO_BYTES: RawBytes = { bytes: new Uint8Array(0), headed: false, dockerLeft: 0, whole: true };

/** Reads the raw bytes of an entry that is no frame. */
export async function readRawPiece(file: FileBytes, entry: Entry, limit: number): Promise<RawBytes> {
  if (entry.source === 'made') return NO_BYTES;
  const { headed, size } = entry;
  const before = headed ? DOCKER_HEADER_BYTES : 0;
  const bytes = new Uint8Array(await file.read(entry.offset - before, Math.min(before + size, limit)));
  // The row may be but the first piece of its Docker frame.
  const dockerLeft = headed && bytes.length >= before ? new DataView(bytes.buffer).getUint32(4) : 0;
  return { bytes, headed, dockerLeft, whole: bytes.length === before + size };
}

/** Reads the raw bytes of the frame at the start of an answer, what Docker put before and between them included. */
export async function readRawFrame(
  file: FileBytes,
  answer: AsyncIterable<AnswerChunk>,
  limits: ValueLimits,
  entry: Entry,
  limit: number,
): Promise<RawBytes> {
  const { headed, dockerLeft, plain } = entry;
  const header = headed
    ? new Uint8Array(await file.read(entry.offset - DOCKER_HEADER_BYTES, DOCKER_HEADER_BYTES))
    : new Uint8Array(0);
  const parts = [header];
  const end = new FrameEnd(entry, limits);
  let left = limit - header.length;
  for await (const { channel, bytes } of answer) {
    if (channel !== (plain ? 'stdout' : 'multiplexed')) continue;
    const part = bytes.slice(0, end.within(bytes));
    parts.push(part.subarray(0, Math.max(left, 0)));
    left -= part.length;
    if (end.found || left < 0) break;
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), headed, dockerLeft, whole: left >= 0 };
}

/** Finds the end of a frame in the raw bytes, which may be multiplexed. */
class FrameEnd {
  readonly #scanner: FrameScanner;
  readonly #demultiplexer: Demultiplexer | undefined;
  /** Offset behind the frame, once known, and of the next byte, within stdout. */
  #frameEnd: number | undefined;
  #stdoutOffset = 0;
  /** Raw bytes that were pushed, and up to the end of the frame. */
  #pushed = 0;
  #rawEnd: number | undefined;

  constructor(entry: Entry, limits: ValueLimits) {
    this.#scanner = new FrameScanner({ frame: ({ end }) => (this.#frameEnd ??= end) }, limits, {
      collect: () => false,
    });
    if (entry.plain) return;
    this.#demultiplexer = new Demultiplexer(
      {
        payload: (stream, bytes, offset) => {
          if (stream === 1) this.#scan(bytes, offset);
        },
      },
      { offset: 0, stream: 1, remaining: entry.dockerLeft },
    );
  }

  get found(): boolean {
    return this.#rawEnd !== undefined;
  }

  /** @returns how many of the bytes belong to the frame */
  within(bytes: Uint8Array): number {
    const start = this.#pushed;
    this.#pushed += bytes.length;
    if (this.#demultiplexer) {
      const violation = this.#demultiplexer.push(bytes);
      if (violation) this.#rawEnd ??= violation.offset;
    } else {
      this.#scan(bytes, start);
    }
    return this.#rawEnd === undefined ? bytes.length : Math.max(0, this.#rawEnd - start);
  }

  /** @param offset of the bytes within the raw ones */
  #scan(bytes: Uint8Array, offset: number): void {
    if (this.#rawEnd !== undefined) return;
    const fault = this.#scanner.push(bytes);
    const end = this.#frameEnd ?? fault?.offset;
    if (end !== undefined) this.#rawEnd = offset + Math.max(0, end - this.#stdoutOffset);
    this.#stdoutOffset += bytes.length;
  }
}
