import { byteAt } from './msgpack/bytes.ts';

/**
 * What an entrypoint says while it has no request yet, where the container was made to wait (`HOOSEGOW_WAITS=1`), and
 * only there: `['loaded', nil]` that it will tell, `['loaded', true]` that the inmate's module is loaded, and
 * `['loaded', false]` that it cannot be loaded, or that it has thrown since: the next request is answered with that.
 *
 * It stands between `stdout` frames; nothing else may come before the first request. A host takes it out: it is not a
 * part of the answer.
 */
export type Loaded = boolean | null;

const ARRAY_OF_TWO = 0x92;
/** Both words have six letters. */
const TEXT_OF_SIX = 0xa6;
const LOADED = new TextEncoder().encode('loaded');
const STDOUT = new TextEncoder().encode('stdout');
const NAME = 2;
const VALUE = NAME + LOADED.length;
const NIL = 0xc0;
const FALSE = 0xc2;
const TRUE = 0xc3;

export function encodeLoaded(loaded: Loaded): Uint8Array {
  return Uint8Array.of(ARRAY_OF_TWO, TEXT_OF_SIX, ...LOADED, loaded === null ? NIL : loaded ? TRUE : FALSE);
}

/** Bytes that a length takes, by the byte before them: `bin` and `str`. */
const LENGTH_BYTES: ReadonlyMap<number, number> = new Map([
  [0xc4, 1],
  [0xc5, 2],
  [0xc6, 4],
  [0xd9, 1],
  [0xda, 2],
  [0xdb, 4],
]);
const VALUES: ReadonlyMap<number, Loaded> = new Map<number, Loaded>([
  [NIL, null],
  [FALSE, false],
  [TRUE, true],
]);

/** Takes the signals out of what a waiting container writes to stdout. It never throws. */
export class LoadedReader {
  readonly #say: (loaded: Loaded) => void;
  /** The first bytes of a frame, held back until it is known which frame it is. */
  #head: number[] = [];
  /** The msgpack type of the payload of a `stdout` frame. */
  #type = 0;
  /** Bytes to come of a `stdout` frame. */
  #payload = 0;
  #isOver = false;

  /** @param say called with each signal */
  constructor(say: (loaded: Loaded) => void) {
    this.#say = say;
  }

  /** Whether something came that may only follow a request: no more signals come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @returns what is not a signal, in pieces */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const kept: Uint8Array[] = [];
    for (let i = 0; i < chunk.length;) {
      if (this.#isOver) {
        kept.push(chunk.subarray(i));
        break;
      }
      if (this.#payload > 0) {
        const end = Math.min(chunk.length, i + this.#payload);
        kept.push(chunk.subarray(i, end));
        this.#payload -= end - i;
        i = end;
      } else if (this.#isNoWord(byteAt(chunk, i++))) {
        kept.push(this.rest());
      }
    }
    return kept;
  }

  /** Nothing more comes. @returns what was held back */
  rest(): Uint8Array {
    return Uint8Array.from(this.#head.splice(0));
  }

  /** @returns whether the bytes that are held back are known not to be a signal */
  #isNoWord(byte: number): boolean {
    this.#head.push(byte);
    const length = this.#head.length;
    if (length <= NAME) return this.#isOther(byte === (length === NAME ? TEXT_OF_SIX : ARRAY_OF_TWO));
    const name = this.#head[NAME] === LOADED[0] ? LOADED : STDOUT;
    if (length <= VALUE) return this.#isOther(byte === name[length - NAME - 1]);
    if (length === VALUE + 1) this.#type = byte;
    return name === LOADED ? this.#isOtherValue(byte) : this.#isWholeHead();
  }

  #isOther(isExpected: boolean): boolean {
    this.#isOver = !isExpected;
    return this.#isOver;
  }

  #isOtherValue(byte: number): boolean {
    const loaded = VALUES.get(byte);
    if (loaded === undefined) return this.#isOther(false);
    this.#head = [];
    this.#say(loaded);
    return false;
  }

  #isWholeHead(): boolean {
    const type = this.#type;
    // A `str` of less than 32 bytes has its length in its type byte.
    const isShort = type >= 0xa0 && type < 0xc0;
    const bytes = isShort ? 0 : LENGTH_BYTES.get(type);
    if (bytes === undefined) return this.#isOther(false);
    if (this.#head.length <= VALUE + bytes) return false;
    this.#payload = isShort ? type - 0xa0 : this.#head.slice(VALUE + 1).reduce((sum, byte) => sum * 256 + byte, 0);
    return true;
  }
}
