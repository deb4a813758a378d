import { MARKER_BYTES } from './record.ts';

/**
 * What the relay sends down to the inmate.
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

/** Collects a call as it comes in. */
export class CallReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = HEAD_BYTES;

  /** @returns the call, once it is complete */
  push(chunk: Buffer): Call | undefined {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) return undefined;
    const bytes = Buffer.concat(this.#chunks);
    this.#wanted = HEAD_BYTES + bytes.readUInt32BE(MARKER_BYTES + 8);
    this.#chunks = [bytes];
    if (bytes.length < this.#wanted) return undefined;
    return {
      marker: bytes.subarray(0, MARKER_BYTES),
      origin: bytes.readDoubleBE(MARKER_BYTES),
      request: bytes.subarray(HEAD_BYTES, this.#wanted),
    };
  }
}
