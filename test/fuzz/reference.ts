import { ExtData } from '../../src/wire/msgpack/ext.ts';

/**
 * A decoder of msgpack written from its specification alone, in the plainest way, to hold the real one against: it reads
 * from one buffer, allocates as it goes, and shares nothing with the code that is tested but the class for extensions.
 */
export interface Decoded {
  readonly value: unknown;
  /** Offset behind it. */
  readonly end: number;
  /** Levels of arrays and maps that are not empty. */
  readonly depth: number;
  /** Whether other libraries read it in the same way: no extensions and no text that is not UTF-8. */
  readonly isCommon: boolean;
}

/** The bytes end before the value does. */
export class ShortError extends Error {
  override name = 'ShortError';
}

/** No value begins so. */
export class InvalidError extends Error {
  override name = 'InvalidError';
}

export function decodeReference(bytes: Buffer, from: number): Decoded {
  const lead = take(bytes, from, 1).readUInt8();
  if (lead <= 0x7f) return leaf(lead, from + 1);
  if (lead <= 0x8f) return map(bytes, from + 1, lead - 0x80);
  if (lead <= 0x9f) return array(bytes, from + 1, lead - 0x90);
  if (lead <= 0xbf) return text(bytes, from + 1, lead - 0xa0);
  if (lead >= 0xe0) return leaf(lead - 0x100, from + 1);
  const read = LONG[lead];
  if (!read) throw new InvalidError(`no value begins with ${lead}`);
  return read(bytes, from + 1);
}

type Read = (bytes: Buffer, at: number) => Decoded;

/** By lead byte. */
const LONG: Readonly<Record<number, Read>> = {
  0xc0: (_, at) => leaf(null, at),
  0xc2: (_, at) => leaf(false, at),
  0xc3: (_, at) => leaf(true, at),
  0xc4: (bytes, at) => blob(bytes, at + 1, u8(bytes, at)),
  0xc5: (bytes, at) => blob(bytes, at + 2, u16(bytes, at)),
  0xc6: (bytes, at) => blob(bytes, at + 4, u32(bytes, at)),
  0xc7: (bytes, at) => ext(bytes, at + 1, u8(bytes, at)),
  0xc8: (bytes, at) => ext(bytes, at + 2, u16(bytes, at)),
  0xc9: (bytes, at) => ext(bytes, at + 4, u32(bytes, at)),
  0xca: (bytes, at) => leaf(take(bytes, at, 4).readFloatBE(), at + 4),
  0xcb: (bytes, at) => leaf(take(bytes, at, 8).readDoubleBE(), at + 8),
  0xcc: (bytes, at) => leaf(u8(bytes, at), at + 1),
  0xcd: (bytes, at) => leaf(u16(bytes, at), at + 2),
  0xce: (bytes, at) => leaf(u32(bytes, at), at + 4),
  0xcf: (bytes, at) => leaf(narrow(take(bytes, at, 8).readBigUInt64BE()), at + 8),
  0xd0: (bytes, at) => leaf(take(bytes, at, 1).readInt8(), at + 1),
  0xd1: (bytes, at) => leaf(take(bytes, at, 2).readInt16BE(), at + 2),
  0xd2: (bytes, at) => leaf(take(bytes, at, 4).readInt32BE(), at + 4),
  0xd3: (bytes, at) => leaf(narrow(take(bytes, at, 8).readBigInt64BE()), at + 8),
  0xd4: (bytes, at) => ext(bytes, at, 1),
  0xd5: (bytes, at) => ext(bytes, at, 2),
  0xd6: (bytes, at) => ext(bytes, at, 4),
  0xd7: (bytes, at) => ext(bytes, at, 8),
  0xd8: (bytes, at) => ext(bytes, at, 16),
  0xd9: (bytes, at) => text(bytes, at + 1, u8(bytes, at)),
  0xda: (bytes, at) => text(bytes, at + 2, u16(bytes, at)),
  0xdb: (bytes, at) => text(bytes, at + 4, u32(bytes, at)),
  0xdc: (bytes, at) => array(bytes, at + 2, u16(bytes, at)),
  0xdd: (bytes, at) => array(bytes, at + 4, u32(bytes, at)),
  0xde: (bytes, at) => map(bytes, at + 2, u16(bytes, at)),
  0xdf: (bytes, at) => map(bytes, at + 4, u32(bytes, at)),
};

function take(bytes: Buffer, at: number, length: number): Buffer {
  if (at + length > bytes.length) throw new ShortError(`${length} bytes are wanted at ${at}`);
  return bytes.subarray(at, at + length);
}

const u8: (bytes: Buffer, at: number) => number = (bytes, at) => take(bytes, at, 1).readUInt8();
const u16: (bytes: Buffer, at: number) => number = (bytes, at) => take(bytes, at, 2).readUInt16BE();
const u32: (bytes: Buffer, at: number) => number = (bytes, at) => take(bytes, at, 4).readUInt32BE();

function leaf(value: unknown, end: number, isCommon = true): Decoded {
  return { value, end, depth: 0, isCommon };
}

function narrow(value: bigint): number | bigint {
  return BigInt.asIntN(54, value) === value && value !== -(2n ** 53n) ? Number(value) : value;
}

function blob(bytes: Buffer, at: number, length: number): Decoded {
  return leaf(new Uint8Array(take(bytes, at, length)), at + length);
}

function text(bytes: Buffer, at: number, length: number): Decoded {
  const taken = take(bytes, at, length);
  const value = new TextDecoder('utf-8', { ignoreBOM: true }).decode(taken);
  return leaf(value, at + length, Buffer.from(value).equals(taken) && !value.includes('\ufeff'));
}

function ext(bytes: Buffer, at: number, length: number): Decoded {
  const type = take(bytes, at, 1).readInt8();
  const payload = take(bytes, at + 1, length);
  const date = type === -1 ? timestamp(payload) : undefined;
  return leaf(date ?? new ExtData(type, new Uint8Array(payload)), at + 1 + length, false);
}

function timestamp(payload: Buffer): Date | undefined {
  let seconds: bigint;
  let nanoseconds = 0;
  if (payload.length === 4) {
    seconds = BigInt(payload.readUInt32BE());
  } else if (payload.length === 8) {
    const both = payload.readBigUInt64BE();
    seconds = both & 0x3_ffff_ffffn;
    nanoseconds = Number(both >> 34n);
  } else if (payload.length === 12) {
    nanoseconds = payload.readUInt32BE();
    seconds = payload.readBigInt64BE(4);
  } else {
    return undefined;
  }
  const date = new Date(Number(seconds * 1000n + BigInt(Math.floor(nanoseconds / 1e6))));
  return nanoseconds >= 1e9 || Number.isNaN(date.getTime()) ? undefined : date;
}

function array(bytes: Buffer, from: number, length: number): Decoded {
  const items: Decoded[] = [];
  let end = from;
  for (let i = 0; i < length; i++) {
    const item = decodeReference(bytes, end);
    items.push(item);
    ({ end } = item);
  }
  return { value: items.map(({ value }) => value), end, ...nesting(items) };
}

function map(bytes: Buffer, from: number, length: number): Decoded {
  const { value, end, depth, isCommon } = array(bytes, from, length * 2);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const pairs = Array.from({ length }, (_, i) => [items[2 * i], items[2 * i + 1]] as const);
  const isText = (pair: readonly [unknown, unknown]): pair is readonly [string, unknown] => typeof pair[0] === 'string';
  return { value: pairs.every(isText) ? Object.fromEntries(pairs) : new Map(pairs), end, depth, isCommon };
}

function nesting(items: readonly Decoded[]): Pick<Decoded, 'depth' | 'isCommon'> {
  const depth = items.reduce((deepest, item) => Math.max(deepest, item.depth), -1) + 1;
  return { depth, isCommon: items.every((item) => item.isCommon) };
}
