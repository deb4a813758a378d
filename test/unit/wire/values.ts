import fc from 'fast-check';
import { ExtData } from '../../../src/wire/msgpack/ext.ts';

const edges = [
  0,
  0x20,
  0x7f,
  0x80,
  0xff,
  0x100,
  0x7fff,
  0x8000,
  0xffff,
  0x10000,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53 - 1,
];

export const integer = fc.oneof(
  fc.constantFrom(...edges.flatMap((edge) => [edge, 0 - edge, -edge - 1]).filter((edge) => Number.isSafeInteger(edge))),
  fc.integer(),
  fc.maxSafeInteger(),
);

/** Integers that only a bigint holds exactly, within 64 bits. */
export const wideInteger = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
  fc.constantFrom(2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 53n), -(2n ** 63n)),
);

const float = fc.oneof(fc.double(), fc.constantFrom(NaN, -0, Infinity, -Infinity, 5e-324, 2 ** 60, 2 ** 53, 0.1));

export const date = fc.oneof(
  fc.date({ noInvalidDate: true }),
  fc
    .constantFrom(0, -1, 999, 2 ** 32 * 1000, 2 ** 34 * 1000 - 1, 2 ** 34 * 1000, 8.64e15, -8.64e15)
    .map((ms) => new Date(ms)),
);

const length = fc.constantFrom(31, 32, 85, 86, 199, 200, 201, 255, 256, 257, 65_535, 65_536);

/** Well-formed text that fits into a few bytes. */
export const shortText = fc.string({ unit: 'binary', maxLength: 20 });

const anyText = fc.oneof(
  { weight: 6, arbitrary: shortText },
  {
    weight: 2,
    arbitrary: fc.tuple(length, fc.constantFrom('x', 'é', '漢', '😀')).map(([size, unit]) => unit.repeat(size)),
  },
  { weight: 2, arbitrary: fc.tuple(length, shortText).map(([size, rest]) => `\ufeff${rest}`.padEnd(size, 'x')) },
);

const oddNames = fc.constantFrom(
  '__proto__',
  'constructor',
  'then',
  'toJSON',
  'hasOwnProperty',
  '',
  '0',
  '-1',
  'ä',
  '\ufeff',
);

export const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  { weight: 1, arbitrary: length.map((size) => new Uint8Array(size).fill(size)) },
);

/** Extensions but for timestamps. */
const extension = fc
  .tuple(
    fc.integer({ min: -128, max: 127 }),
    fc.oneof(
      bytes,
      fc.constantFrom(1, 2, 4, 8, 16).map((size) => new Uint8Array(size)),
    ),
  )
  .filter(([type]) => type !== -1)
  .map(([type, data]) => new ExtData(type, data));

interface Kinds {
  readonly leaves: readonly fc.Arbitrary<unknown>[];
  readonly names: fc.Arbitrary<string>;
  /** Keys of maps; such a map has one at least that is not a string. */
  readonly keys?: fc.Arbitrary<unknown>;
}

function tree({ leaves, names, keys }: Kinds): fc.Arbitrary<unknown> {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...leaves, tie('array'), tie('object'), tie('map')),
    array: fc.array(tie('value'), { maxLength: 20 }),
    object: fc.array(fc.tuple(names, tie('value')), { maxLength: 18 }).map((members) => Object.fromEntries(members)),
    map: keys
      ? fc
          .tuple(fc.array(fc.tuple(fc.oneof(keys, names), tie('value')), { maxLength: 18 }), keys, tie('value'))
          .map(([members, key, last]) => new Map([...members, [key, last]]))
      : fc.constant({}),
  }));
  return value;
}

const plain = [fc.constantFrom(null, true, false), integer];

/** Other encoders make 0 of -0. */
const common = [...plain, float.filter((value) => !Object.is(value, -0)), shortText, bytes];

/** Every value that has a form of its own on the wire: decoded it is the same again. */
export const anyValue = tree({
  leaves: [...plain, float, wideInteger, anyText, bytes, date, extension],
  names: fc.oneof(anyText, oddNames),
  keys: fc.oneof(
    integer,
    fc.boolean(),
    fc.constant(null),
    wideInteger,
    bytes,
    date,
    fc.array(integer, { maxLength: 3 }),
  ),
});

/** Values that every library of msgpack for JavaScript agrees on. */
export const commonValue = tree({
  leaves: [...common, date],
  names: shortText.filter((name) => name !== '__proto__'),
});

/** As `commonValue`, with maps of other keys and 64-bit integers. */
export const commonMapValue = tree({
  leaves: [...common, wideInteger],
  names: shortText.filter((name) => name !== '__proto__'),
  keys: fc.oneof(integer, fc.boolean(), wideInteger),
});
