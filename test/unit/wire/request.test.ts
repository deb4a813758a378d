import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnencodableValueError, encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { MAX_VALUE_DEPTH } from '../../../src/wire/msgpack/limits.ts';
import { decodeRequest, encodeRequest, RequestError, RequestReader } from '../../../src/wire/request.ts';
import { expectSame } from './expectSame.ts';
import { concat, cutBy, cutting, piecesOf, text } from './streams.ts';
import { anyValue } from './values.ts';

/** What a reader makes of the chunks, one answer for each. */
function read(chunks: Iterable<Uint8Array>): (string | undefined)[] {
  const reader = new RequestReader();
  return [...chunks].map((chunk) => {
    const bytes = reader.push(chunk);
    return bytes && Buffer.from(bytes).toString('hex');
  });
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

const request = encodeRequest('render', ['text', { a: [1, 2n ** 60n] }], { lease: true, deadline: 60_000 });
const requestHex = Buffer.from(request).toString('hex');

describe('encodeRequest', () => {
  it('is [method, arguments], and a map of options where there are any', () => {
    expect(decode(encodeRequest('m', [1, 'a']))).toEqual(['m', [1, 'a']]);
    expect(decode(encodeRequest('m', [], {}))).toEqual(['m', [], {}]);
    expect(decode(encodeRequest('m', [], { lease: true, deadline: 5 }))).toEqual([
      'm',
      [],
      { lease: true, deadline: 5 },
    ]);
  });

  it('is decoded to what it was made of', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(anyValue, { maxLength: 3 }),
        fc.record(
          { lease: fc.constant(true), deadline: fc.integer({ min: 1 }) },
          { requiredKeys: [], noNullPrototype: true },
        ),
        (method, args, options) => {
          const expected = { method, args, options };
          expectSame(decodeRequest(encodeRequest(method, args, options)), expected);
          expectSame(decodeRequest(encodeRequest(method, args)), { ...expected, options: {} });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('names the argument that has no form', () => {
    const encoding = (): unknown => encodeRequest('m', [1, { callback: () => 1 }]);
    expect(encoding).toThrow(UnencodableValueError);
    expect(encoding).toThrow(/^arguments\[1\]\.callback is a function/);
    expect(() => encodeRequest('\ud800', [])).toThrow(/^method is a string with half/);
  });
});

describe('RequestReader', () => {
  it('gives the whole request with its last byte, however it comes', () => {
    const answers = read(piecesOf(request, 1));
    expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true);
    expect(answers.at(-1)).toBe(requestHex);
    fc.assert(
      fc.property(cutting, (shares) => {
        expect(read(cutBy(request, shares)).filter((answer) => answer !== undefined)).toEqual([requestHex]);
      }),
    );
  });

  it('leaves out what stands behind the request, in its chunk and in later ones', () => {
    const junk = Uint8Array.of(0xc1, 0x92, 0xa1);
    expect(read([concat(request, junk), junk, request])).toEqual([requestHex, undefined, undefined]);
    expect(read([...piecesOf(request, 7), request]).filter((answer) => answer !== undefined)).toEqual([requestHex]);
  });

  it('tells what stood behind it in its chunk', () => {
    const reader = new RequestReader();
    reader.push(request.subarray(0, 3));
    expect(reader.behind).toHaveLength(0);
    reader.push(concat(request.subarray(3), Uint8Array.of(0x92, 0xa1)));
    expect([...reader.behind]).toEqual([0x92, 0xa1]);
  });

  it('waits for the rest of an empty or partial request', () => {
    expect(read([new Uint8Array(0), request.subarray(0, -1)])).toEqual([undefined, undefined]);
  });

  it('takes arguments that are deeper and larger than an answer may be', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 900; i++) deep = [deep];
    const large = encode(['m', [deep, new Uint8Array(20 * 1024 * 1024)]], { maxDepth: 1000 });
    const reader = new RequestReader();
    let whole: Uint8Array | undefined;
    for (const chunk of piecesOf(large, 65_536)) whole ??= reader.push(chunk);
    expect(whole).toHaveLength(large.length);
    expect(decodeRequest(whole ?? new Uint8Array(0)).args).toHaveLength(2);
  });

  it('throws once for what is not msgpack, and takes nothing more', () => {
    const reader = new RequestReader();
    expect(reader.push(Uint8Array.of(0x92))).toBeUndefined();
    expect(() => reader.push(Uint8Array.of(0xc1))).toThrow(RequestError);
    expect(reader.push(request)).toBeUndefined();
  });

  it('takes arguments as deep as any limit allows, and no deeper ones', () => {
    let deep: unknown = 1;
    for (let i = 0; i < MAX_VALUE_DEPTH - 1; i++) deep = [deep];
    const deepest = encodeRequest('m', [deep], { valueDepth: MAX_VALUE_DEPTH });
    const whole = new RequestReader().push(deepest);
    expect(decodeRequest(whole ?? new Uint8Array(0)).args).toEqual([deep]);
    expect(() => encodeRequest('m', [[deep]], { valueDepth: MAX_VALUE_DEPTH })).toThrow(/1000 levels/);
    expect(() => new RequestReader().push(new Uint8Array(MAX_VALUE_DEPTH + 2).fill(0x91))).toThrow(RequestError);
  });

  it('never throws anything else on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(thrownBy(() => read(piecesOf(bytes, 3))) ?? new RequestError()).toBeInstanceOf(RequestError);
      }),
    );
  });
});

describe('decodeRequest', () => {
  it.each<[string, unknown, RegExp]>([
    ['text', 'GET / HTTP/1.1', /not an array/],
    ['the first letter of text', text('G')[0], /not an array/],
    ['a map', { method: 'm' }, /not an array/],
    ['an empty array', [], /method of the request is not a string/],
    ['a method that is a number', [1, []], /method of the request is not a string/],
    ['no arguments', ['m'], /arguments of the request are not an array/],
    ['arguments that are a map', ['m', { a: 1 }], /arguments of the request are not an array/],
  ])('refuses %s', (_name, value, message) => {
    const decoding = (): unknown => decodeRequest(encodeValue(value));
    expect(decoding).toThrow(RequestError);
    expect(decoding).toThrow(message);
  });

  it.each<[string, unknown, unknown]>([
    ['nil', null, {}],
    ['a number', 5, {}],
    ['an array', [1], {}],
    ['a map of other keys', { color: 'red' }, {}],
    [
      'a map with keys that are not strings',
      new Map<unknown, unknown>([
        [1, 2],
        ['lease', true],
      ]),
      {},
    ],
    ['a container that is used again', { lease: true, reuse: true }, { lease: true, reuse: true }],
    ['one that nobody would be there to use again', { reuse: true }, {}],
    ['one that is not', { lease: true, reuse: 1 }, { lease: true }],
    ['no lease', { lease: false }, {}],
    ['a lease of another type', { lease: 1, deadline: '5' }, {}],
    ['a deadline that is past', { deadline: 0 }, {}],
    ['a deadline that is not a number', { lease: true, deadline: NaN }, { lease: true }],
    ['a depth', { valueDepth: 250 }, { valueDepth: 250 }],
    ['a depth of none', { valueDepth: 0 }, {}],
    ['a depth that is not a whole number', { valueDepth: 1.5 }, {}],
    ['a depth that is not a number', { valueDepth: '9' }, {}],
    ['a depth beyond all limits', { valueDepth: 5000 }, { valueDepth: 1000 }],
    ['both and more', { lease: true, deadline: 1.5, more: 1 }, { lease: true, deadline: 1.5 }],
  ])('reads options leniently: %s', (_name, options, expected) => {
    expect(decodeRequest(encodeValue(['m', [], options]))).toEqual({ method: 'm', args: [], options: expected });
  });

  it('ignores a fourth element, as the gem ignores the third', () => {
    expect(decodeRequest(encodeValue(['m', [1], {}, 'later']))).toEqual({ method: 'm', args: [1], options: {} });
  });
});
