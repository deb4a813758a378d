import { ExtData } from '@msgpack/msgpack';
import { insideAt, uintAt, viewOf } from './bytes.ts';
import type { ValueLimits } from './limits.ts';
import { decodeKey, MAX_SHORT_TEXT, ShortTexts } from './shortText.ts';
import { decodeTimestamp, TIMESTAMP_EXT } from './timestamp.ts';

const NOTHING = new Uint8Array(0);
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Numbers of more than 32 bits are read from here. */
const wide = new DataView(new ArrayBuffer(8));

/** The limits on a value except that on its bytes, which `read` is given. */
export type StructureLimits = Pick<ValueLimits, 'valueNodes' | 'valueDepth'>;

/** Set as the end of the bytes once there can be no whole value within the limits: then nothing fits any more. */
const FAILED = -1;

/**
 * Decodes values, and holds their limits on the way: nothing is allocated for what a header announces before it is
 * known to fit. Invalid bytes throw nothing: an exception takes as long as decoding a hundred small values.
 * `@msgpack/msgpack` 3.1.3 has no option for `__proto__` and keys that are not strings, for 64-bit integers that keep
 * their value and their type, for a byte order mark in a long string and for timestamps that are not dates; and it
 * takes three times as long for small values.
 */
export class ValueDecoder {
  readonly #limits: StructureLimits;
  readonly #copies: boolean;
  readonly #texts = new ShortTexts();
  #bytes: Uint8Array = NOTHING;
  /** What was read last. */
  value: unknown;
  #position = 0;
  #end = 0;
  /** Items and levels that the limits leave after everything that was announced. */
  #nodes = 0;
  #levels = 0;

  /** @param copies whether bytes are copied, not views of the input */
  constructor(limits: StructureLimits, copies: boolean) {
    this.#limits = limits;
    this.#copies = copies;
  }

  /** Index behind the value that was read last. */
  get position(): number {
    return this.#position;
  }

  /**
   * Decodes the value that begins at the index `from`.
   *
   * @param end index behind the last byte that it may have
   * @returns whether it is whole and within the limits; if not, only a walker can tell the fault
   * @throws RangeError for one that is too large or too deep for this platform
   */
  read(bytes: Uint8Array, from: number, end: number): boolean {
    this.#bytes = bytes;
    this.#position = from;
    this.#end = end;
    this.#nodes = this.#limits.valueNodes - 1;
    this.#levels = this.#limits.valueDepth;
    this.value = this.#value();
    return this.#position <= this.#end && this.#nodes >= 0;
  }

  /** Drops the bytes: a decoder may outlive them by far. */
  release(): void {
    this.#bytes = NOTHING;
    this.value = undefined;
    this.#texts.release();
  }

  #value(): unknown {
    if (this.#position >= this.#end) return this.#fail();
    const lead = insideAt(this.#bytes, this.#position++);
    if (lead <= 0x7f) return lead;
    if (lead >= 0xe0) return lead - 0x100;
    if (lead <= 0x8f) return this.#map(lead & 0x0f);
    if (lead <= 0x9f) return this.#array(lead & 0x0f);
    if (lead <= 0xbf) return this.#string(lead & 0x1f);
    return this.#long(lead);
  }

  /** Decodes a value whose length or number follows its lead byte. */
  #long(lead: number): unknown {
    switch (lead) {
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#bin(this.#uint(1 << (lead - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#ext(this.#uint(1 << (lead - 0xc7)));
      case 0xca:
        return this.#wide(4).getFloat32(0);
      case 0xcb:
        return this.#wide(8).getFloat64(0);
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#uint(1 << (lead - 0xcc));
      case 0xcf:
        return narrow(this.#wide(8).getBigUint64(0));
      case 0xd0:
        return (this.#uint(1) << 24) >> 24;
      case 0xd1:
        return (this.#uint(2) << 16) >> 16;
      case 0xd2:
        return this.#uint(4) | 0;
      case 0xd3:
        return narrow(this.#wide(8).getBigInt64(0));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#ext(1 << (lead - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(this.#uint(1 << (lead - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#uint(2 << (lead - 0xdc)));
      case 0xde:
      case 0xdf:
        return this.#map(this.#uint(2 << (lead - 0xde)));
      case 0xc1:
        return this.#fail();
      default:
        return null;
    }
  }

  #uint(width: number): number {
    if (this.#position + width > this.#end) return this.#fail().length;
    const number = uintAt(this.#bytes, this.#position, width);
    this.#position += width;
    return number;
  }

  #wide(bytes: number): DataView {
    if (this.#position + bytes > this.#end) this.#fail();
    else for (let i = 0; i < bytes; i++) wide.setUint8(i, insideAt(this.#bytes, this.#position++));
    return wide;
  }

  #view(length: number): Uint8Array {
    const from = this.#position;
    if (from + length > this.#end) return this.#fail();
    this.#position += length;
    return viewOf(this.#bytes, from, from + length);
  }

  #bin(length: number): Uint8Array {
    const view = this.#view(length);
    return this.#copies ? new Uint8Array(view) : view;
  }

  #string(length: number): string {
    const from = this.#position;
    const end = from + length;
    if (length > MAX_SHORT_TEXT || end > this.#end) return UTF8.decode(this.#view(length));
    const text = this.#texts.decode(this.#bytes, from, end);
    this.#position = end;
    return text ?? UTF8.decode(viewOf(this.#bytes, from, end));
  }

  #ext(length: number): unknown {
    const type = (this.#uint(1) << 24) >> 24;
    const payload = this.#bin(length);
    return (type === TIMESTAMP_EXT ? decodeTimestamp(payload) : undefined) ?? new ExtData(type, payload);
  }

  /** @returns whether so many items, of a byte each at least, and one more level fit into what the limits leave */
  #enter(items: number): boolean {
    this.#nodes -= items;
    this.#levels--;
    return this.#nodes >= 0 && this.#levels >= 0 && this.#position + items <= this.#end;
  }

  #fail(): Uint8Array {
    this.#end = FAILED;
    return NOTHING;
  }

  #array(items: number): unknown {
    if (items === 0) return [];
    if (!this.#enter(items)) return this.#fail();
    // Not by `push`, which reserves room for 17 items with the first.
    const array = [this.#value()];
    for (let i = 1; i < items; i++) array.push(this.#value());
    this.#levels++;
    return array;
  }

  #map(pairs: number): unknown {
    if (pairs === 0) return {};
    if (!this.#enter(pairs * 2)) return this.#fail();
    const map = this.#members(pairs);
    this.#levels++;
    return map;
  }

  /** Decodes an object, up to the first key that an object could not hold as it is. */
  #members(pairs: number): unknown {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < pairs; i++) {
      const key = this.#plainKey();
      if (key === undefined) return this.#entries(Object.entries(object), pairs - i);
      object[key] = this.#value();
    }
    return object;
  }

  /** Reads a key that is a short string, but not `__proto__` or an index, which objects put before other keys. */
  #plainKey(): string | undefined {
    if (this.#position >= this.#end) return undefined;
    const length = insideAt(this.#bytes, this.#position) - FIXSTR;
    const from = this.#position + 1;
    const end = from + length;
    if (length <= 0 || length > 31 || end > this.#end) return undefined;
    const first = insideAt(this.#bytes, from);
    if (first >= DIGIT_0 && first <= DIGIT_9) return undefined;
    const key = decodeKey(this.#bytes, from, end);
    if (key === undefined || key === '__proto__') return undefined;
    this.#position = end;
    return key;
  }

  #entries(before: readonly [string, unknown][], pairs: number): unknown {
    const entries: [unknown, unknown][] = [...before];
    for (let i = 0; i < pairs; i++) entries.push([this.#value(), this.#value()]);
    const isRecord = (entry: [unknown, unknown]): entry is [string, unknown] => typeof entry[0] === 'string';
    // Object.fromEntries defines members, so `__proto__` becomes one like any other.
    return entries.every(isRecord) ? Object.fromEntries(entries) : new Map(entries);
  }
}

const FIXSTR = 0xa0;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

function narrow(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
