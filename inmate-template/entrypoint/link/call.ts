import { MARKER_BYTES } from './record.ts';

/**
 * What the relay sends down to the inmate. One without a request is a warm-up, see `warmUp.ts`.
 *
 *     marker 16 | origin 8 (float64) | length 4 | request
 */
export interface Call {
  readonly marker: Buffer;
  /** When the request was decoded: microseconds of the monotonic clock that both processes share. */
  readonly origin: number;
  /** The encoded request. */
  readonly request: Uint8Array;
}

const HEAD_BYTES = MARKER_BYTES + 8 + 4;

/** @returns buffers to write one after the other */
export function encodeCall(call: Call): Uint8Array[] {
  const head = Buffer.alloc(HEAD_BYTES);
  call.marker.copy(head);
  head.writeDoubleBE(call.origin, MARKER_BYTES);
  head.writeUInt32BE(call.request.length, MARKER_BYTES + 8);
  return [head, call.request];
}

/** Collects calls as they come in. */
export class CallReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = HEAD_BYTES;

  /** @returns the calls that are complete with it */
  push(chunk: Buffer): Call[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const calls: Call[] = [];
    while (this.#length >= this.#wanted) {
      const bytes = Buffer.concat(this.#chunks);
      const end = HEAD_BYTES + bytes.readUInt32BE(MARKER_BYTES + 8);
      this.#wanted = end;
      this.#chunks = [bytes];
      if (bytes.length < end) break;
      calls.push({
        marker: bytes.subarray(0, MARKER_BYTES),
        origin: bytes.readDoubleBE(MARKER_BYTES),
        request: bytes.subarray(HEAD_BYTES, end),
      });
      this.#chunks = [bytes.subarray(end)];
      this.#length = bytes.length - end;
      this.#wanted = HEAD_BYTES;
    }
    return calls;
  }
}
