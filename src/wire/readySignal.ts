import { byteAt } from './msgpack/bytes.ts';

/**
 * What follows the terminal frame where the request asked for `reuse`, and only there: `['ready', true]` says that the
 * container takes another request, with nothing of this answer still to come; `['ready', false]` that it ends as
 * always.
 *
 * It carries no time, so it is always the same eight bytes: a host compares them and needs no parser.
 */
const WORD = Uint8Array.of(0x92, 0xa5, ...new TextEncoder().encode('ready'));
const TRUE = 0xc3;
const FALSE = 0xc2;

export function encodeReady(takesAnother: boolean): Uint8Array {
  return Uint8Array.of(...WORD, takesAnother ? TRUE : FALSE);
}

/** Reads the signal as it comes in. */
export class ReadyReader {
  #read = 0;
  #ready: boolean | undefined;

  /** What it says; `undefined` before it is complete. */
  get ready(): boolean | undefined {
    return this.#ready;
  }

  /** Whether a part of it has come, but not all. */
  get isCut(): boolean {
    return this.#read > 0 && this.#ready === undefined;
  }

  /** @returns index of the first byte that does not belong to it; `end` where all do */
  push(chunk: Uint8Array, from: number, end: number): number {
    let i = from;
    while (i < end && this.#take(byteAt(chunk, i))) i++;
    return i;
  }

  #take(byte: number): boolean {
    if (this.#ready !== undefined) return false;
    if (this.#read < WORD.length) {
      if (byte !== WORD[this.#read]) return false;
    } else {
      if (byte !== TRUE && byte !== FALSE) return false;
      this.#ready = byte === TRUE;
    }
    this.#read++;
    return true;
  }
}
