import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { Packr, Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { decodeValue } from '../../../../src/wire/msgpack/decodeValue.ts';
import { encodeValue } from '../../../../src/wire/msgpack/encodeValue.ts';
import { ExtData } from '../../../../src/wire/msgpack/ext.ts';
import { ValueWalker } from '../../../../src/wire/msgpack/valueWalker.ts';
import { encoded } from '../encodings.ts';
import { expectSame } from '../expectSame.ts';
import { concat, text } from '../streams.ts';
import { anyValue, commonMapValue, commonValue, date, wideInteger } from '../values.ts';

/** Decodes what the walker has found to be whole. */
function read(bytes: Uint8Array): unknown {
  const walker = new ValueWalker({ valueBytes: 2 ** 30, valueNodes: 2 ** 30, valueDepth: 1000 });
  walker.begin(0);
  expect(walker.walk(bytes, 0)).toBe(bytes.length);
  return decodeValue(bytes);
}

/** What msgpackr gives, in our kinds: its bytes are `Buffer`s, and all its 64-bit integers bigints. */
function inOurKinds(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return new Uint8Array(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(inOurKinds);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [inOurKinds(key), inOurKinds(item)]));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOurKinds(item)]));
}

/** Objects as the maps that they are on the wire. */
function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, asMaps(item)]));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, asMaps(item)]));
}

describe('a value', () => {
  it('that is not whole is refused', () => {
    for (const bytes of [[], [0x92, 1], [0xa3, 0x61], [0xc1], [0xce, 1], [0xcb, 0], [0xc4, 1], [0xc7, 1]])
      expect(() => decodeValue(Uint8Array.from(bytes))).toThrow(RangeError);
  });

  it('is the same once encoded and decoded', () => {
    fc.assert(
      fc.property(anyValue, (value) => expectSame(read(encodeValue(value)), value)),
      { numRuns: 500 },
    );
  });

  it('encoded here, @msgpack/msgpack and msgpackr read the same', () => {
    const msgpackr = new Unpackr({ useRecords: false });
    fc.assert(
      fc.property(commonValue, (value) => {
        const bytes = encodeValue(value);
        expectSame(decode(bytes), value);
        expectSame(inOurKinds(msgpackr.unpack(bytes)), value);
      }),
      { numRuns: 300 },
    );
  });

  it('with keys of any kind encoded here, msgpackr reads the same', () => {
    const msgpackr = new Unpackr({ useRecords: false, mapsAsObjects: false });
    fc.assert(
      fc.property(commonMapValue, (value) => {
        expectSame(inOurKinds(msgpackr.unpack(encodeValue(value))), asMaps(value));
      }),
      { numRuns: 300 },
    );
  });

  it('encoded by @msgpack/msgpack or msgpackr, is read here the same', () => {
    const packings = [
      (value: unknown): Uint8Array => encode(value),
      (value: unknown): Uint8Array => encode(value, { forceIntegerToFloat: true }),
      (value: unknown): Uint8Array => new Packr({ useRecords: false }).pack(value),
      (value: unknown): Uint8Array => new Packr({ useRecords: false, variableMapSize: true }).pack(value),
    ];
    fc.assert(
      fc.property(commonValue, fc.constantFrom(...packings), (value, pack) => {
        const bytes = pack(value);
        expectSame(read(bytes), value);
      }),
      { numRuns: 400 },
    );
  });

  it('with keys of any kind encoded by msgpackr, is read here the same', () => {
    const msgpackr = new Packr({ useRecords: false });
    fc.assert(
      fc.property(commonMapValue, (value) => expectSame(read(msgpackr.pack(value)), value)),
      { numRuns: 300 },
    );
  });
});

describe('decodeValue', () => {
  it('decodes any well-formed structure without throwing', () => {
    fc.assert(
      fc.property(encoded.any, ({ bytes }) => {
        read(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, number[], unknown]>([
    ['a 64-bit integer that is safe as a number', [0xcf, 0, 0, 0, 0, 0, 0, 0, 5], 5],
    ['the largest safe one', [0xcf, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], Number.MAX_SAFE_INTEGER],
    ['the next as a bigint', [0xcf, 0, 0x20, 0, 0, 0, 0, 0, 0], 2n ** 53n],
    ['the smallest safe one', [0xd3, 0xff, 0xe0, 0, 0, 0, 0, 0, 1], Number.MIN_SAFE_INTEGER],
    ['the one below as a bigint', [0xd3, 0xff, 0xe0, 0, 0, 0, 0, 0, 0], -(2n ** 53n)],
    ['a float32', [0xca, 0x3f, 0xc0, 0, 0], 1.5],
    ['signed integers', [0x94, 0xd0, 0x80, 0xd1, 0x80, 0, 0xd2, 0x80, 0, 0, 0, 0xe0], [-128, -32768, -(2 ** 31), -32]],
    [
      'a map with a key that is not a string as a Map',
      [0x82, 0xa1, 0x61, 1, 2, 3],
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 3],
      ]),
    ],
    [
      'keys like numbers in the order in which they came',
      [0x83, 0xa1, 0x62, 1, 0xa1, 0x31, 2, 5, 3],
      new Map<unknown, unknown>([
        ['b', 1],
        ['1', 2],
        [5, 3],
      ]),
    ],
    ['a key like a number, and one that is empty', [0x82, 0xa1, 0x31, 2, 0xa0, 3], { 1: 2, '': 3 }],
    ['a map with the key nil', [0x81, 0xc0, 1], new Map([[null, 1]])],
    ['a repeated key by its last value', [0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 2], { a: 2 }],
    ['an unknown extension', [0xd5, 7, 1, 2], new ExtData(7, Uint8Array.of(1, 2))],
  ])('gives %s', (_name, bytes, value) => {
    expectSame(read(Uint8Array.from(bytes)), value);
  });

  it('makes keys that mean something to JavaScript members like any other', () => {
    const names = ['__proto__', 'constructor', 'then', 'toJSON', 'toString', 'valueOf', 'hasOwnProperty'];
    const value = Object.fromEntries(names.map((name) => [name, { polluted: 1 }]));
    const decoded = read(encodeValue(value));
    expectSame(decoded, value);
    expect(typeof decoded === 'object' && decoded !== null && Object.keys(decoded)).toEqual(names);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it.each([20, 31, 200, 201, 300, 70_000])('keeps a byte order mark at the head of %d bytes', (length) => {
    const marked = `\ufeff${'x'.repeat(length - 3)}`;
    expect(read(encodeValue(marked))).toBe(marked);
    expect(read(encodeValue({ [marked]: marked }))).toEqual({ [marked]: marked });
  });

  it.each([
    ['a byte alone', [0xff], '\ufffd'],
    ['a character cut short', [0x61, 0xe6, 0xbc], 'a\ufffd'],
    ['an overlong form', [0xc0, 0x80], '\ufffd\ufffd'],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ])('replaces what is not UTF-8, never reading past it: %s', (_name, bad, replaced) => {
    const bytes = (filler: number): Uint8Array => concat(text('x'.repeat(filler)), Uint8Array.from(bad));
    for (const filler of [0, 190, 250]) {
      const payload = bytes(filler);
      const value = concat(Uint8Array.of(0x92, 0xda, 0, payload.length), payload, Uint8Array.of(0x7e));
      expect(read(value)).toEqual(['x'.repeat(filler) + replaced, 0x7e]);
    }
  });

  it('gives bytes as a plain Uint8Array, a view of what it was given, whatever class that is', () => {
    const given = Buffer.from('92c4020102d3ffffffffffffffff', 'hex');
    for (const bytes of [given, new Uint8Array(given)]) {
      const value = read(bytes);
      expectSame(value, [Uint8Array.of(1, 2), -1]);
      expect(Array.isArray(value) && value[0] instanceof Uint8Array && value[0].buffer === bytes.buffer).toBe(true);
    }
    expectSame(read(Buffer.from('c4020102', 'hex')), Uint8Array.of(1, 2));
  });

  it('keeps 64-bit integers and dates through a second round', () => {
    fc.assert(
      fc.property(fc.oneof(wideInteger, date), (value) => {
        const bytes = encodeValue(value);
        expect(encodeValue(read(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('a timestamp', () => {
  const stamp = (hex: string): Uint8Array => {
    const payload = Buffer.from(hex, 'hex');
    return concat(Uint8Array.of(0xc7, payload.length, 0xff), payload);
  };

  it.each([
    ['32 bits', '00000001', 1000],
    ['64 bits', '0000000400000002', 2000],
    ['64 bits with nanoseconds', '7735940000000002', 2500],
    ['64 bits and more than 32 of seconds', '0000000300000000', 0x300000000 * 1000],
    ['96 bits', '1dcd65000000000000000003', 3500],
    ['96 bits before 1970', '1dcd6500ffffffffffffffff', -500],
    ['nanoseconds, cut to milliseconds', '3b9ac9ff0000000000000000', 999],
  ])('of %s is a date', (_name, payload, milliseconds) => {
    expectSame(read(stamp(payload)), new Date(milliseconds));
  });

  it.each([
    ['no bytes', ''],
    ['3 bytes', '000000'],
    ['5 bytes', '0000000000'],
    ['16 bytes', '00'.repeat(16)],
    ['more seconds than a date can hold', '000000007fffffffffffffff'],
    ['more than a second of nanoseconds', '3b9aca000000000000000000'],
  ])('of %s stays an extension', (_name, payload) => {
    expectSame(read(stamp(payload)), new ExtData(-1, new Uint8Array(Buffer.from(payload, 'hex'))));
  });
});
