import { ExtData } from '@msgpack/msgpack';
import { decodeTimestamp, TIMESTAMP_EXT } from './timestamp.ts';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Decodes what `@msgpack/msgpack` 3.1.3 has no option for: `__proto__` and keys that are no strings, 64-bit integers
 * that keep their value and their type, a byte order mark in a long string, timestamps that are no dates.
 *
 * The bytes hold one whole value whose structure has been checked by the walker.
 */
export class ExactDecoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  decode(): unknown {
    const lead = this.#uint(1);
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
        return this.#slice(this.#uint(1 << (lead - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#ext(this.#uint(1 << (lead - 0xc7)));
      case 0xca:
        return this.#view.getFloat32(this.#advance(4));
      case 0xcb:
        return this.#view.getFloat64(this.#advance(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#uint(1 << (lead - 0xcc));
      case 0xcf:
        return narrow(this.#view.getBigUint64(this.#advance(8)));
      case 0xd0:
        return this.#view.getInt8(this.#advance(1));
      case 0xd1:
        return this.#view.getInt16(this.#advance(2));
      case 0xd2:
        return this.#view.getInt32(this.#advance(4));
      case 0xd3:
        return narrow(this.#view.getBigInt64(this.#advance(8)));
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

  #advance(bytes: number): number {
    const position = this.#position;
    this.#position += bytes;
    return position;
  }

  #uint(bytes: number): number {
    const position = this.#advance(bytes);
    if (bytes === 1) return this.#view.getUint8(position);
    return bytes === 2 ? this.#view.getUint16(position) : this.#view.getUint32(position);
  }

  #slice(bytes: number): Uint8Array {
    const position = this.#advance(bytes);
    return this.#bytes.subarray(position, position + bytes);
  }

  #string(bytes: number): string {
    return UTF8.decode(this.#slice(bytes));
  }

  #ext(bytes: number): unknown {
    const type = this.#view.getInt8(this.#advance(1));
    const payload = this.#slice(bytes);
    return (type === TIMESTAMP_EXT ? decodeTimestamp(payload) : undefined) ?? new ExtData(type, payload);
  }

  #array(items: number): unknown[] {
    const array: unknown[] = [];
    for (let i = 0; i < items; i++) array.push(this.decode());
    return array;
  }

  #map(pairs: number): unknown {
    const entries: [unknown, unknown][] = [];
    for (let i = 0; i < pairs; i++) entries.push([this.decode(), this.decode()]);
    const isRecord = (entry: [unknown, unknown]): entry is [string, unknown] => typeof entry[0] === 'string';
    // Object.fromEntries defines members, so `__proto__` becomes one like any other.
    return entries.every(isRecord) ? Object.fromEntries(entries) : new Map(entries);
  }
}

function narrow(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
