import { Buffer as NodeBuffer } from 'node:buffer';
import { decode } from '@msgpack/msgpack';
import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { encodeValue, UnencodableValueError, type EncodeOptions } from '../../../../src/wire/msgpack/encodeValue.ts';
import { ExtData } from '../../../../src/wire/msgpack/ext.ts';

const hex = (value: unknown, options?: EncodeOptions): string =>
  NodeBuffer.from(encodeValue(value, options)).toString('hex');

/** The message with which a value is refused. */
function refusal(value: unknown, options: EncodeOptions = { name: 'result' }): string {
  try {
    encodeValue(value, options);
  } catch (error) {
    if (error instanceof UnencodableValueError) return error.message;
    throw error;
  }
  throw new Error('it was encoded');
}

class Point {
  x = 1;
}

class Bare {
  x = 1;
}
Object.setPrototypeOf(Bare.prototype, null);
Reflect.deleteProperty(Bare.prototype, 'constructor');

/** A value of another realm. */
const foreign = (source: string): unknown => runInNewContext(source);

/** What a function sees as its `arguments`. */
function argumentsOf(..._args: unknown[]): unknown {
  return arguments;
}

const transferred = (): Uint8Array => {
  const bytes = new Uint8Array(4);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};

/** Has a prototype that is none of an `Object`. */
const lookalike: unknown = Object.create(Object.create(null, { constructor: { value: Object } }) as object);

const hidden = (names: readonly (string | symbol)[]): object =>
  Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { value: 1 }])));

const Nameless = (() =>
  class {
    x = 1;
  })();

describe('encodeValue', () => {
  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'c0'],
    ['an undefined item', [undefined, 1], '92c001'],
    ['a hole in an array', Array.from<unknown>({ length: 1 }), '91c0'],
    ['an undefined member', { a: undefined, b: 1 }, '81a16201'],
    ['an undefined value in a Map', new Map([[1, undefined]]), '8101c0'],
    ['a safe integer of more than 32 bits', 2 ** 40, 'cf0000010000000000'],
    ['a negative one', -(2 ** 40), 'd3ffffff0000000000'],
    ['a small bigint', 5n, 'cf0000000000000005'],
    ['negative zero', -0, 'cb8000000000000000'],
    ['an integer that is not safe', 2 ** 60, 'cb43b0000000000000'],
    ['an ArrayBuffer', Uint8Array.of(1, 2).buffer, 'c4020102'],
    ['a Buffer', NodeBuffer.from('hi'), 'c4026869'],
    ['an empty Map', new Map(), '80'],
    [
      'a Map with keys of any kind',
      new Map<unknown, unknown>([
        [[1], null],
        [null, 2],
      ]),
      '829101c0c002',
    ],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '81a16101'],
    ['a URL, by its toJSON', { at: new URL('http://x/') }, '81a26174a9687474703a2f2f782f'],
    ['a toJSON that gives undefined', { toJSON: () => undefined }, 'c0'],
    ['a toJSON that gives a date', { toJSON: () => new Date(1000) }, 'd6ff00000001'],
    ['a member toJSON that is not a function', { toJSON: 1 }, '81a6746f4a534f4e01'],
    ['a Uint8ClampedArray', Uint8ClampedArray.of(1, 2), 'c4020102'],
    ['a DataView, as the bytes that it shows', new DataView(Uint8Array.of(0, 1, 2, 3).buffer, 1, 2), 'c4020102'],
    ['a SharedArrayBuffer', new SharedArrayBuffer(2), 'c4020000'],
    ['no bytes of some', Uint8Array.of(1, 2).subarray(1, 1), 'c400'],
    [
      'boxed primitives',
      [Object('a'), Object(1), Object(1.5), Object(true), Object(1n)],
      '95a16101cb3ff8000000000000c3cf0000000000000001',
    ],
    ['arguments', argumentsOf(1, 'a'), '9201a161'],
    ['an empty object', {}, '80'],
    ['an object with nothing but undefined', { a: undefined }, '80'],
    ['a Proxy of a plain object', new Proxy({ a: 1 }, {}), '81a16101'],
    ['a Proxy of a list', new Proxy([1], {}), '9101'],
    ['a foreign object', foreign('({ a: [1, {}], b: { toJSON: () => 7 } })'), '82a1619201 80a16207'.replace(' ', '')],
    ['a foreign object without a prototype', foreign('Object.assign(Object.create(null), { a: 1 })'), '81a16101'],
    ['a foreign date, which has a toJSON', foreign('new Date(1000)'), 'd6ff00000001'],
    ['a foreign Map', foreign('new Map([[1, new Map()]])'), '810180'],
    [
      'foreign bytes',
      foreign('[Uint8Array.of(1), Uint8Array.of(1).buffer, new DataView(new ArrayBuffer(1))]'),
      '93c40101c40101c40100',
    ],
    ['foreign boxed primitives', foreign('[new String("a"), new Number(1), new Boolean(false)]'), '93a16101c2'],
    ['an extension of type -128', new ExtData(-128, Uint8Array.of(1)), 'd48001'],
    ['an empty extension', new ExtData(127, new Uint8Array(0)), 'c7007f'],
  ])('encodes %s', (_name, value, expected) => {
    expect(hex(value)).toBe(expected);
  });

  it.each([
    [15, '9f', '8f'],
    [16, 'dc0010', 'de0010'],
    [65_535, 'dcffff', 'deffff'],
    [65_536, 'dd00010000', 'df00010000'],
  ])('writes the shortest header for %d items', (count, array, map) => {
    const items = Array.from({ length: count }, (_, i) => i);
    const members = Object.fromEntries(items.map((i) => [`k${i}`, i]));
    expect(hex(items)).toMatch(new RegExp(`^${array}0001`));
    expect(hex(members)).toMatch(new RegExp(`^${map}a26b3000`));
    expect(decode(encodeValue([items, members]))).toEqual([items, members]);
  });

  it('leaves out what is not an enumerable member with a name', () => {
    const value = Object.defineProperty({ a: 1, [Symbol('s')]: 2 }, 'hidden', { value: 3 });
    expect(hex(value)).toBe('81a16101');
  });

  it('takes the same object twice, where it is no cycle', () => {
    const shared = { a: [1] };
    expect(decode(encodeValue([shared, { x: shared, y: new Map([['z', shared]]) }, shared]))).toEqual([
      shared,
      { x: shared, y: { z: shared } },
      shared,
    ]);
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['list'] = [1, { back: cyclic }];
  const cyclicMap = new Map<string, unknown>();
  cyclicMap.set('self', cyclicMap);
  const revoked = { data: Array.of(1), type: 5 };

  it.each<[string, unknown, string]>([
    ['a function', () => 1, 'result is a function'],
    ['a function deep inside', { items: [1, 2, 3, () => 1] }, 'result.items[3] is a function'],
    ['a symbol', { a: Symbol('s') }, 'result.a is a symbol'],
    ['an Error', [new RangeError('no')], 'result[0] is an instance of RangeError'],
    ['a Set', { seen: new Set([1]) }, 'result.seen is an instance of Set'],
    ['a WeakMap', new WeakMap(), 'result is an instance of WeakMap'],
    ['a Promise', { later: Promise.resolve(1) }, 'result.later is an instance of Promise'],
    ['a regular expression', /x/, 'result is an instance of RegExp'],
    ['an array of 16-bit numbers', new Uint16Array(1), 'result is an instance of Uint16Array'],
    ['an instance of a class', [[new Point()]], 'result[0][0] is an instance of Point'],
    ['an instance without a class', Object.create({}), 'result is an instance of Object'],
    ['an instance of nothing', new Bare(), 'result is an object with a prototype'],
    ['an instance of a class without a name', new Nameless(), 'result is an object with a prototype'],
    ['an object that contains itself', cyclic, 'result.list[1].back contains itself'],
    ['a Map that contains itself', cyclicMap, 'result.self contains itself'],
    ['an invalid date', { at: new Date(NaN) }, 'result.at is an invalid date'],
    ['an integer of 71 bits', [2n ** 70n], 'result[0] is an integer of more than 64 bits'],
    ['an integer just too large', 2n ** 64n, 'result is an integer of more than 64 bits'],
    ['an integer just too small', -(2n ** 63n) - 1n, 'result is an integer of more than 64 bits'],
    ['half of a surrogate pair', { a: ['\ud800'] }, 'result.a[0] is a string with half of a surrogate pair'],
    ['half of one in a key', { 'a\udc00': 1 }, 'result.a\ufffd is a string with half of a surrogate pair'],
    [
      'an extension without bytes',
      Object.assign(new ExtData(5, new Uint8Array(0)), revoked),
      'result is an extension whose data',
    ],
    ['an extension type too large', new ExtData(128, new Uint8Array(1)), 'result is an extension whose type'],
    ['an extension type too small', new ExtData(-129, new Uint8Array(1)), 'result is an extension whose type'],
    [
      'an extension type that is not an integer',
      new ExtData(1.5, new Uint8Array(1)),
      'result is an extension whose type',
    ],
    ['a Readable', { rows: Readable.from([]) }, 'result.rows is an instance of Readable (return it alone'],
    ['a web stream', [new ReadableStream()], 'result[0] is an instance of ReadableStream (return it alone'],
    ['an async iterable', { async *[Symbol.asyncIterator]() {} }, 'result is an iterable object (return it alone'],
    ['an iterable', { a: 1, *[Symbol.iterator]() {} }, 'result is an iterable object (give a list of it, [...it]'],
    ['a generator', { all: (function* () {})() }, 'result.all is a Generator (give a list of it, [...iterator]'],
    ['an asynchronous generator', (async function* () {})(), 'result is an AsyncGenerator (return it alone'],
    ['an iterator', [[1].values()], 'result[0] is an Array Iterator (give a list of it'],
    [
      'URL parameters',
      new URLSearchParams('a=1'),
      'result is an instance of URLSearchParams (give Object.fromEntries(it)',
    ],
    ['headers', new Headers(), 'result is an instance of Headers (give Object.fromEntries(it)'],
    ['a response', new Response('x'), 'result is an instance of Response (give what it holds: await its text()'],
    ['a Blob', new Blob([]), 'result is an instance of Blob (give what it holds'],
    ['a number format', new Intl.NumberFormat('en'), 'result is an instance of NumberFormat (make it'],
    ['a WeakRef', new WeakRef({}), 'result is an instance of WeakRef (what it holds cannot be listed'],
    ['a namespace', Math, 'result has no members but hidden ones'],
    ['hidden members', hidden(['a']), 'result has no members but hidden ones'],
    ['members under symbols', { [Symbol('a')]: 1 }, 'result has no members but hidden ones'],
    ['a Proxy of a Map', new Proxy(new Map(), {}), 'result is an instance of Map (it is a Proxy'],
    ['a boxed symbol', Object(Symbol('s')), 'result is a symbol'],
    ['a transferred buffer', transferred().buffer, 'result has no bytes any more'],
    ['bytes of one', { a: transferred() }, 'result.a has no bytes any more'],
    ['a foreign Error', foreign('[new RangeError("no")]'), 'result[0] is an instance of RangeError (throw it'],
    ['a foreign Set', foreign('new Set()'), 'result is an instance of Set (give a list of it: [...set])'],
    ['a foreign instance', foreign('new (class Point { x = 1 })()'), 'result is an instance of Point (make it'],
    ['what pretends to be an Object', lookalike, 'result is an instance of Object (make it'],
    [
      'what has a getter for its iterator',
      Object.create({
        get next() {
          throw new Error('no');
        },
      }),
      'result is an instance of Object (make it a plain object)',
    ],
    ['a value in a Map', new Map([['key', () => 1]]), 'result.key is a function'],
    ['a value under a number', new Map([[7, () => 1]]), 'result.7 is a function'],
    ['a value under true', new Map([[true, () => 1]]), 'result.true is a function'],
    ['a value under a bigint', new Map([[7n, () => 1]]), 'result.7 is a function'],
    ['a key in a Map', new Map([[() => 'source text', 1]]), 'result.key is a function'],
    ['a key within a key', new Map([[[Symbol('s')], 1]]), 'result.key[0] is a symbol'],
    ['what a toJSON gives', { a: { toJSON: () => [() => 1] } }, 'result.a[0] is a function'],
    [
      'a toJSON that gives itself',
      {
        a: {
          toJSON() {
            return this;
          },
        },
      },
      'result.a contains itself',
    ],
  ])('refuses %s and names the place', (_name, value, message) => {
    expect(refusal(value)).toMatch(
      new RegExp(`^${message.replaceAll(/[.[\](){}]/g, String.raw`\$&`)}.*, which has no faithful form in msgpack$`),
    );
  });

  it('says what to do about an instance of a class', () => {
    expect(refusal(new Point())).toContain('(make it a plain object, or give it a toJSON method)');
  });

  it('calls the value `value` unless it has a name', () => {
    expect(refusal([() => 1], {})).toMatch(/^value\[0\] is a function/);
  });

  it('asks for toJSON once, so that one which gives another ends', () => {
    const endless = (): object => ({ toJSON: endless });
    expect(refusal(endless())).toMatch(/^result\.toJSON is a function/);
  });

  const nest = (depth: number): unknown => (depth === 0 ? 1 : depth % 2 ? [nest(depth - 1)] : { a: nest(depth - 1) });

  it('takes 100 levels and refuses 101, or as many as it is told', () => {
    expect(decode(encodeValue(nest(100)))).toEqual(nest(100));
    expect(refusal(nest(101))).toContain('is nested deeper than 100 levels (limit valueDepth)');
    expect(hex([[[]]], { maxDepth: 2 })).toBe('919190');
    expect(refusal([[[1]]], { maxDepth: 2, name: 'v' })).toMatch(/^v\[0\]\[0\] is nested deeper than 2 levels/);
  });

  it('takes 1000 levels at most, whatever it is told, and names the place in short', () => {
    const deep = nest(1000);
    expect(decode(encodeValue(deep, { maxDepth: 1e9 }), { maxDepth: 2000 } as object)).toBeDefined();
    expect(refusal(nest(1001), { maxDepth: 1e9 })).toMatch(
      /^value\[0\]\.a\[0\]\.a\[0\]…\(992 more\)…\.a\[0\]\.a is nested deeper than 1000 levels \(the most there can be\)/,
    );
    expect(refusal(nest(9), { maxDepth: 8 })).toMatch(/^value\[0\]\.a\[0\]\.a\[0\]\.a\[0\]\.a is nested/);
    expect(refusal({ ['k'.repeat(1e6)]: () => 1 })).toMatch(/^result\.k{60}… is a function/);
  });

  it('takes as many bytes as it is told, and makes no more of them than it must', () => {
    expect(hex('abc', { maxBytes: 4 })).toBe('a3616263');
    expect(refusal('abc', { maxBytes: 3, name: 'v' })).toBe('v is larger than 3 bytes');
    expect(refusal({ a: ['x'.repeat(1e6)] }, { maxBytes: 1e5 })).toBe('value.a[0] is larger than 100000 bytes');
    const list = Array.from({ length: 1e5 }, () => 1.5);
    expect(refusal(list, { maxBytes: 5000 })).toMatch(/^value\[\d{3}\] is larger than 5000 bytes$/);
  });

  it('refuses bytes whose length no header can hold, before it copies them', () => {
    const huge = Object.defineProperty(new Uint8Array(1), 'length', { value: 2 ** 32 });
    expect(refusal({ data: huge })).toMatch(/^result\.data is longer than 4 GiB/);
  });

  it('passes on what a getter, a toJSON or a proxy throws', () => {
    const thrown = new Error('from the value');
    const fail = (): never => {
      throw thrown;
    };
    const values = [
      Object.defineProperty({}, 'a', { get: fail, enumerable: true }),
      { toJSON: fail },
      Object.defineProperty({}, 'toJSON', { get: fail }),
      new Proxy({}, { ownKeys: fail }),
      new Proxy([1], { get: fail }),
      new Proxy({}, { getPrototypeOf: fail }),
    ];
    for (const value of values) expect(() => encodeValue([value])).toThrow(thrown);
    expect(hex([1])).toBe('9101');
  });

  it('may be used within a value that is being encoded', () => {
    const inner = (): string => hex(['inner', 'x'.repeat(30), 'three']);
    const value = { before: 'b', toJSON: () => ['outer', inner(), 1] };
    expect(decode(encodeValue([value, 'after']))).toEqual([['outer', inner(), 1], 'after']);
  });

  it('gives bytes that later values do not change', () => {
    const first = encodeValue('first');
    const large = encodeValue('x'.repeat(10_000));
    encodeValue('other');
    encodeValue('y'.repeat(10_000));
    expect([decode(first), decode(large)]).toEqual(['first', 'x'.repeat(10_000)]);
  });

  it('grows at any kind of value', () => {
    const at = new Date(1_234_567_890_123);
    const kinds: [unknown, unknown][] = [
      [1.5, 1.5],
      [2 ** 40, 2 ** 40],
      [at, at],
      ['text', 'text'],
      [Uint8Array.of(1), Uint8Array.of(1)],
      [300, 300],
    ];
    for (const [value, decoded] of kinds) {
      for (let room = 0; room < 16; room++) {
        const filler = 'x'.repeat(4096 - 5 - room);
        expect(decode(encodeValue([filler, value]))).toEqual([filler, decoded]);
      }
    }
  });
});
