import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExtData } from '../../../../src/wire/msgpack/ext.ts';
import { bytesToTagged, fromTagged, TaggedJsonError, toTagged } from '../../../../src/wire/json/taggedJson.ts';

const throughText = (value: unknown): unknown => {
  const parsed: unknown = JSON.parse(JSON.stringify(toTagged(value)));
  return fromTagged(parsed);
};

const bytes = fc.uint8Array({ maxLength: 40 });

const key = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'toJSON', 'then', 'ext', 'base64', 'bigint', 'date', 'float', 'map', ''),
);

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, -0, NaN, Infinity, -Infinity, 2 ** 60, 5e-324),
  fc.integer(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.string({ unit: 'binary' }),
  fc.date({ noInvalidDate: true }),
  bytes,
  fc.tuple(fc.integer({ min: -128, max: 127 }), bytes).map(([type, data]) => new ExtData(type, data)),
);

const object = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc
    .uniqueArray(fc.tuple(key, value), { maxLength: 4, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries));

/** Every value that the wire's decoder gives. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('array'), tie('object'), tie('map')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: object(tie('value')),
  map: fc
    .tuple(
      fc.oneof(fc.integer(), fc.constantFrom(null, true, NaN)),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }),
    )
    .map(([first, rest]) => new Map<unknown, unknown>([[first, 'first'], ...rest])),
}));

describe('tagged JSON', () => {
  it('gives every value of the wire back through text', () => {
    fc.assert(
      fc.property(value, (v) => {
        // Vitest does not see `__proto__` members as such.
        expect(isDeepStrictEqual(throughText(v), v)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [2n ** 64n - 1n, '{"bigint":"18446744073709551615"}'],
    [new Date(0), '{"date":"1970-01-01T00:00:00.000Z"}'],
    [NaN, '{"float":"NaN"}'],
    [-Infinity, '{"float":"-Infinity"}'],
    [-0, '{"float":"-0"}'],
    [2 ** 60, '1152921504606847000'],
    [Buffer.from('hi'), '{"base64":"aGk="}'],
    [new ExtData(5, new Uint8Array([1])), '{"ext":5,"base64":"AQ=="}'],
    [new Map<unknown, unknown>([[1, 'a']]), '{"map":[[1,"a"]]}'],
    [new Map<unknown, unknown>([['a', 1]]), '{"a":1}'],
    [{ float: 'NaN' }, '{"map":[["float","NaN"]]}'],
    [{ base64: 'x', ext: 1 }, '{"map":[["base64","x"],["ext",1]]}'],
    [{ base64: 'x', other: 1 }, '{"base64":"x","other":1}'],
    [{ ext: 1 }, '{"ext":1}'],
    [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
  ])('writes %o as %s', (given, text) => {
    expect(JSON.stringify(toTagged(given))).toBe(text);
  });

  it('keeps __proto__ a key like any other', () => {
    for (const text of ['{"__proto__":{"bigint":"1"}}', '{"map":[["__proto__",{"bigint":"1"}]]}']) {
      const parsed: unknown = JSON.parse(text);
      const read = fromTagged(parsed);
      expect(read).toBeTypeOf('object');
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      expect(Object.entries(read ?? {})).toStrictEqual([['__proto__', 1n]]);
    }
  });

  it.each([
    ['{"bigint":"x"}', 'args.bigint must be a whole number as a string, found "x"'],
    [`{"bigint":"${'x'.repeat(99)}"}`, `found "${'x'.repeat(59)}…`],
    ['{"bigint":1}', 'args.bigint must be'],
    ['[0,{"a":{"base64":"?"}}]', 'args[1].a.base64 must be a string in base64'],
    ['{"a b":{"float":"toString"}}', 'args["a b"].float must be "NaN"'],
    ['{"date":"yesterday"}', 'args.date must be a date such as'],
    ['{"date":"2023-02-29T00:00:00Z"}', 'args.date must be a date such as'],
    ['{"date":"2023-02-28T00:00:00.1234Z"}', 'args.date must be a date such as'],
    ['{"date":null}', 'args.date must be a date such as'],
    ['{"ext":128,"base64":""}', 'args.ext must be a whole number from -128 to 127, found 128'],
    ['{"map":{}}', 'args.map must be a list of [key, value] pairs'],
    ['{"map":[["a"]]}', 'args.map[0] must be [key, value], found a list of 1'],
    ['{"map":[["a",1],["a",2]]}', 'args.map[1] has a key that came before: "a"'],
    ['{"map":[[{"float":1},1]]}', 'args.map[0][0].float must be'],
  ])('refuses %s and says where', (text, message) => {
    const parsed: unknown = JSON.parse(text);
    const act = (): unknown => fromTagged(parsed, 'args');
    expect(act).toThrow(TaggedJsonError);
    expect(act).toThrow(message);
  });

  it.each(['2024-02-29T00:00:00Z', '2023-01-31T23:59:59.5+02:00', '-000044-03-15T12:00:00Z'])(
    'reads the date %s',
    (iso) => {
      expect(fromTagged({ date: iso })).toStrictEqual(new Date(iso));
    },
  );

  it('refuses what would overflow the stack', () => {
    const parsed: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
    expect(() => fromTagged(parsed)).toThrow(/nested deeper than 1000 levels/);
  });

  it.each([[() => 0], [Symbol('s')], [new Set()], [new Date(NaN)], [new ExtData(1, () => new Uint8Array())]])(
    'has no form for %o',
    (v) => {
      expect(() => toTagged([v])).toThrow(/has no form in JSON/);
    },
  );
});

describe('output as JSON', () => {
  it('is a string where it is UTF-8, byte order marks kept, and base64 elsewhere, nothing lost', () => {
    const restore = (json: string | { readonly base64: string }): Buffer =>
      typeof json === 'string' ? Buffer.from(json) : Buffer.from(json.base64, 'base64');
    expect(bytesToTagged(Buffer.from('\uFEFFgrün\n'))).toBe('\uFEFFgrün\n');
    expect(bytesToTagged(new Uint8Array([0xff, 0]))).toStrictEqual({ base64: '/wA=' });
    const output = fc.oneof(
      bytes,
      fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    fc.assert(
      fc.property(output, (given) => {
        expect(Buffer.compare(restore(bytesToTagged(given)), given)).toBe(0);
      }),
    );
  });
});
