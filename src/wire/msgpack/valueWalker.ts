import { byteAt } from './bytes.ts';
import type { Fault } from './fault.ts';
import type { ValueLimits } from './limits.ts';

/** What `walk` returns while the value goes on behind the bytes it was given. */
export const NEED_MORE = -1;
/** What `walk` returns when `fault` says why it stopped. */
export const FAULTED = -2;

/** Kinds of token, by what follows the lead byte. */
const SCALAR = 0;
const EXT = 1;
const ARRAY = 2;
const MAP = 3;

/** An array or map that is still open. */
interface Level {
  /** Items still to come; a map's keys and values count one each. */
  left: number;
  readonly outer: Level | undefined;
}

/**
 * Finds the end of one msgpack value as its bytes come in, and holds its limits before anything is allocated for it.
 * It looks at structure only; strings, numbers and payloads are skipped.
 */
export class ValueWalker {
  readonly #limits: ValueLimits;
  #level: Level | undefined;
  #depth = 0;
  /** Offset in the whole stream at which the value begins. */
  #start = 0;
  #bytes = 0;
  #nodes = 0;
  /** Length bytes still to come of the current token, and the number that they make so far. */
  #lengthBytes = 0;
  #length = 0;
  #kind = SCALAR;
  /** Payload bytes still to be skipped. */
  #skip = 0;
  #fault: Fault | undefined;

  constructor(limits: ValueLimits) {
    this.#limits = limits;
  }

  /** Why `walk` returned `FAULTED`. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Prepares for the value whose first byte has the given offset in the whole stream. */
  begin(offset: number): void {
    this.#level = undefined;
    this.#depth = 0;
    this.#start = offset;
    this.#bytes = 0;
    this.#nodes = 0;
    this.#lengthBytes = 0;
    this.#skip = 0;
    this.#fault = undefined;
  }

  /** @returns the index behind the value's last byte, `NEED_MORE` or `FAULTED` */
  walk(chunk: Uint8Array, from: number, end = chunk.length): number {
    let i = from;
    for (;;) {
      if (this.#skip > 0) {
        const n = Math.min(this.#skip, end - i);
        i += n;
        this.#bytes += n;
        this.#skip -= n;
        if (this.#skip > 0) return NEED_MORE;
        if (this.#endItem()) return i;
        continue;
      }
      if (i === end) return NEED_MORE;
      const byte = byteAt(chunk, i++);
      this.#bytes++;
      if (this.#lengthBytes > 0) {
        this.#length = this.#length * 256 + byte;
        if (--this.#lengthBytes > 0) continue;
      } else if (!this.#lead(byte)) {
        if (this.#fault) return FAULTED;
        continue;
      }
      const done = this.#open();
      if (this.#fault) return FAULTED;
      if (done && this.#endItem()) return i;
    }
  }

  /** Takes a token's first byte. @returns whether its length is known */
  #lead(byte: number): boolean {
    if (++this.#nodes > this.#limits.valueNodes) {
      this.#passed('valueNodes', this.#limits.valueNodes);
      return false;
    }
    if (byte <= 0x7f || byte >= 0xe0) return this.#token(SCALAR, 0, 0);
    if (byte <= 0x8f) return this.#token(MAP, byte & 0x0f, 0);
    if (byte <= 0x9f) return this.#token(ARRAY, byte & 0x0f, 0);
    if (byte <= 0xbf) return this.#token(SCALAR, byte & 0x1f, 0);
    switch (byte) {
      case 0xc0:
      case 0xc2:
      case 0xc3:
        return this.#token(SCALAR, 0, 0);
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#token(SCALAR, 0, 1 << (byte - 0xc4));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#token(EXT, 0, 1 << (byte - 0xc7));
      case 0xca:
        return this.#token(SCALAR, 4, 0);
      case 0xcb:
      case 0xcf:
      case 0xd3:
        return this.#token(SCALAR, 8, 0);
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#token(SCALAR, 1 << (byte - 0xcc), 0);
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return this.#token(SCALAR, 1 << (byte - 0xd0), 0);
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#token(EXT, 1 << (byte - 0xd4), 0);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#token(SCALAR, 0, 1 << (byte - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#token(ARRAY, 0, 2 << (byte - 0xdc));
      case 0xde:
      case 0xdf:
        return this.#token(MAP, 0, 2 << (byte - 0xde));
      default:
        this.#violate('a msgpack value', 'the byte 0xc1, which msgpack never uses');
        return false;
    }
  }

  #token(kind: number, length: number, lengthBytes: number): boolean {
    this.#kind = kind;
    this.#length = length;
    this.#lengthBytes = lengthBytes;
    return lengthBytes === 0;
  }

  /** Acts on a token whose length is known. @returns whether the item is complete already */
  #open(): boolean {
    const length = this.#length;
    const nests = this.#kind === ARRAY || this.#kind === MAP;
    const payload = nests ? 0 : this.#kind === EXT ? length + 1 : length;
    if (this.#bytes + payload > this.#limits.valueBytes) {
      this.#passed('valueBytes', this.#limits.valueBytes);
      return false;
    }
    if (nests) return this.#nest(this.#kind === MAP, length);
    this.#skip = payload;
    return payload === 0;
  }

  #nest(isMap: boolean, length: number): boolean {
    const items = isMap ? length * 2 : length;
    // An item takes at least a byte: a count that cannot fit into the largest value allowed is a lie or a bomb.
    if (items > this.#limits.valueBytes) {
      this.#violate(
        `an array or map that fits into ${this.#limits.valueBytes} bytes (limit valueBytes)`,
        `a header that announces ${items} items`,
      );
      return false;
    }
    if (this.#nodes + items > this.#limits.valueNodes) {
      this.#passed('valueNodes', this.#limits.valueNodes);
      return false;
    }
    if (items === 0) return true;
    if (this.#depth >= this.#limits.valueDepth) {
      this.#violate(`at most ${this.#limits.valueDepth} levels of nesting (limit valueDepth)`, 'a deeper one');
      return false;
    }
    this.#level = { left: items, outer: this.#level };
    this.#depth++;
    return false;
  }

  /** Counts a complete item in its parents. @returns whether it was the value itself */
  #endItem(): boolean {
    while (this.#level) {
      if (--this.#level.left > 0) return false;
      this.#level = this.#level.outer;
      this.#depth--;
    }
    return true;
  }

  #violate(expected: string, found: string): void {
    this.#fault = { kind: 'violation', offset: this.#start + this.#bytes - 1, expected, found };
  }

  #passed(setting: 'valueBytes' | 'valueNodes', limit: number): void {
    this.#fault = { kind: 'limit', offset: this.#start + this.#bytes - 1, setting, limit };
  }
}
