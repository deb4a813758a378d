import { GrowingBuffer } from '../msgpack/growingBuffer.ts';

export interface JoinedPayload {
  readonly bytes: number;
  /** The bytes in a buffer of their own; `undefined` where there are none or they were only counted. */
  readonly value: Uint8Array | undefined;
}

/** Joins the parts of one stdout payload; the usual payload of a single part is copied once, to its exact size. */
export class PayloadJoiner {
  readonly #joined = new GrowingBuffer();
  #first: Uint8Array | undefined;
  #bytes = 0;

  /** @param keep `false`: the part is counted only */
  append(part: Uint8Array, keep: boolean): void {
    this.#bytes += part.length;
    if (!keep) return;
    if (!this.#first && this.#joined.length === 0) {
      this.#first = new Uint8Array(part);
      return;
    }
    if (this.#first) this.#joined.append(this.#first);
    this.#first = undefined;
    this.#joined.append(part);
  }

  /** @returns what was appended; the joiner is empty afterwards */
  take(): JoinedPayload {
    const bytes = this.#bytes;
    const value = this.#first ?? (this.#joined.length > 0 ? this.#joined.take() : undefined);
    this.#first = undefined;
    this.#bytes = 0;
    return { bytes, value };
  }
}
