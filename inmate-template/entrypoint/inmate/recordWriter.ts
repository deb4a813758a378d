import type { Call } from '../link/call.ts';
import { microseconds } from '../link/clock.ts';
import { ATOMIC_BYTES, HEADER_BYTES, writeHeader, type RecordType } from '../link/record.ts';
import { writeFully } from './writeFully.ts';

export interface RecordFds {
  /** The inmate's output, the same pipe as descriptor 1. */
  readonly records: number;
  /** Takes what is too large for one atomic write. */
  readonly up: number;
}

/** Writes records into the inmate's output. Each is out of this process before the method that wrote it returns. */
export class RecordWriter {
  readonly #fds: RecordFds;
  readonly #call: Call;
  readonly #buffer = Buffer.alloc(ATOMIC_BYTES);

  constructor(fds: RecordFds, call: Call) {
    this.#fds = fds;
    this.#call = call;
  }

  /** @param parts the encoded value */
  write(type: RecordType, ...parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const aside = HEADER_BYTES + length > ATOMIC_BYTES;
    writeHeader(this.#buffer, this.#call.marker, { type, at: microseconds() - this.#call.origin, length, aside });
    let end = HEADER_BYTES;
    if (!aside) {
      for (const part of parts) {
        this.#buffer.set(part, end);
        end += part.length;
      }
    }
    writeFully(this.#fds.records, this.#buffer.subarray(0, end));
    if (aside) for (const part of parts) writeFully(this.#fds.up, part);
  }
}
