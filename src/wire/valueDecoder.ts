import { ExtData } from '@msgpack/msgpack';
import { byteAt } from './bytes.ts';
import { decodeKey, decodeShortText, MAX_SHORT_TEXT } from './shortText.ts';
import { decodeTimestamp, TIMESTAMP_EXT } from './timestamp.ts';

const NOTHING = new Uint8Array(0);
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Numbers of more than 32 bits are read from here. */
const wide = new DataView(new ArrayBuffer(8));

/**
 * Decodes values whose structure has been checked by the walker. `@msgpack/msgpack` 3.1.3 has no option for `__proto__`
 * and keys that are no strings, for 64-bit integers that keep their value and their type, for a byte order mark in a
 * long string and for timestamps that are no dates; and it takes twice as long for small values.
 */
export class ValueDecoder {
  readonly #copies: boolean;
  #bytes: Uint8Array = NOTHING;
  #position = 0;

  /** @param copies whether bytes are copied, not views of what is decoded */
  constructor(copies: boolean) {
    this.#copies = copies;
  }

  /** @returns the value that begins at the index */
  decode(bytes: Uint8Array, from: number): unknown {
    this.#bytes = bytes;
    this.#position = from;
    const value = this.#value();
    // A decoder may outlive the chunk by far.
    this.#bytes = NOTHING;
    return value;
  }

  #value(): unknown {
    const lead = byteAt(this.#bytes, this.#position++);
    if (lead <= 0x7f) return lead;
    if (lead >= 0xe0) return lead - 0x100;
    if (lead <= 0x8f) return this.#map(lead & 0x0f);
    if (lead <= 0x9f) return this.#array(lead & 0x0f);
    if (lead <= 0xbf) return this.#string(lead & 0x1f);
    return this.#long(lead);
  }

  /** A value whose length or number stands behind its lead byte. */
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
      default:
        return null;
    }
  }

  #uint(bytes: number): number {
    let number = 0;
    for (let i = 0; i < bytes; i++) number = number * 256 + byteAt(this.#bytes, this.#position++);
    return number;
  }

  #wide(bytes: number): DataView {
    for (let i = 0; i < bytes; i++) wide.setUint8(i, byteAt(this.#bytes, this.#position++));
    return wide;
  }

  #view(length: number): Uint8Array {
    const from = this.#position;
    this.#position += length;
    return this.#bytes.subarray(from, from + length);
  }

  #bin(length: number): Uint8Array {
    const view = this.#view(length);
    return this.#copies ? new Uint8Array(view) : view;
  }

  #string(length: number): string {
    const from = this.#position;
    const text = length <= MAX_SHORT_TEXT ? decodeShortText(this.#bytes, from, from + length) : undefined;
    if (text === undefined) return UTF8.decode(this.#view(length));
    this.#position += length;
    return text;
  }

  #ext(length: number): unknown {
    const type = (this.#uint(1) << 24) >> 24;
    const payload = this.#bin(length);
    return (type === TIMESTAMP_EXT ? decodeTimestamp(payload) : undefined) ?? new ExtData(type, payload);
  }

  #array(items: number): unknown[] {
    if (items === 0) return [];
    // Not by `push`, which takes room for 17 items with the first.
    const array = [this.#value()];
    for (let i = 1; i < items; i++) array.push(this.#value());
    return array;
  }

  /** An object, up to the first key that an object could not hold as it is. */
  #map(pairs: number): unknown {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < pairs; i++) {
      const key = this.#plainKey();
      if (key === undefined) return this.#entries(Object.entries(object), pairs - i);
      object[key] = this.#value();
    }
    return object;
  }

  /** Reads a key that is a short string, but not `__proto__` nor like an index, which objects put before other keys. */
  #plainKey(): string | undefined {
    const lead = byteAt(this.#bytes, this.#position);
    const from = this.#position + 1;
    const first = byteAt(this.#bytes, from);
    if (lead <= 0xa0 || lead > 0xbf || (first >= DIGIT_0 && first <= DIGIT_9)) return undefined;
    const end = from + (lead & 0x1f);
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

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

function narrow(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
