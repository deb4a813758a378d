import fc from 'fast-check';
import { concat, text } from './streams.ts';

/** An encoded msgpack value, with what the limits count of it. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** Items, itself and nested ones; a map's keys and values count one each. */
  readonly nodes: number;
  /** Levels of nested arrays and maps that are not empty. */
  readonly depth: number;
}

/** A big-endian number of the given width. */
export function uint(bytes: number, value: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);
}

interface Form {
  readonly lead: number;
  /** Width of the length behind the lead byte; 0 where the lead byte itself holds it. */
  readonly width: 0 | 1 | 2 | 4;
  readonly most: number;
}

const forms = (fixed: Form | undefined, lead: number, widths: readonly (1 | 2 | 4)[]): readonly Form[] => [
  ...(fixed ? [fixed] : []),
  ...widths.map((width, i) => ({ lead: lead + i, width, most: 256 ** width - 1 })),
];

/** Every form that msgpack has for a kind of value, the shortest first. */
export const STRING_FORMS = forms({ lead: 0xa0, width: 0, most: 31 }, 0xd9, [1, 2, 4]);
export const BINARY_FORMS = forms(undefined, 0xc4, [1, 2, 4]);
export const EXT_FORMS = forms(undefined, 0xc7, [1, 2, 4]);
export const ARRAY_FORMS = forms({ lead: 0x90, width: 0, most: 15 }, 0xdc, [2, 4]);
export const MAP_FORMS = forms({ lead: 0x80, width: 0, most: 15 }, 0xde, [2, 4]);

/** A header in one of the forms that can hold the length. */
export function header(among: readonly Form[], length: number, choice: number): Uint8Array {
  const able = among.filter(({ most }) => length <= most);
  const { lead, width } = able[choice % able.length] ?? { lead: 0xc1, width: 0 };
  return width === 0 ? Uint8Array.of(lead | length) : concat(Uint8Array.of(lead), uint(width, length));
}

const choice = fc.nat({ max: 11 });

const filler = (prefix: string): fc.Arbitrary<Uint8Array> =>
  fc.integer({ min: 196, max: 203 }).map((length) => text(prefix.padEnd(length, 'x')));

/** Payloads of strings, UTF-8 or not, with those that the library decodes in a way of its own. */
const textBytes = fc.oneof(
  fc.string({ maxLength: 20 }).map(text),
  fc.string({ unit: 'binary', maxLength: 20 }).map(text),
  fc.uint8Array({ maxLength: 20 }),
  fc.constantFrom('__proto__', '__proto_', '__proto__x', '__pr0to__', 'constructor', '\ufeff', '\ufeffshort').map(text),
  filler(''),
  filler('\ufeff'),
  filler('￯'),
  fc.tuple(filler(''), fc.uint8Array({ minLength: 1, maxLength: 6 })).map(([long, odd]) => concat(long, odd)),
);

const scalar = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Encoded> =>
  bytes.map((encoded) => ({ bytes: encoded, nodes: 1, depth: 0 }));

const leadAnd = (lead: number, width: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: width, maxLength: width }).map((rest) => concat(Uint8Array.of(lead), rest));

const plainScalars = [
  fc.integer({ min: 0, max: 0x7f }).map((byte) => Uint8Array.of(byte)),
  fc.integer({ min: 0xe0, max: 0xff }).map((byte) => Uint8Array.of(byte)),
  fc.constantFrom(0xc0, 0xc2, 0xc3).map((byte) => Uint8Array.of(byte)),
  leadAnd(0xca, 4),
  leadAnd(0xcb, 8),
  leadAnd(0xcc, 1),
  leadAnd(0xcd, 2),
  leadAnd(0xce, 4),
  leadAnd(0xd0, 1),
  leadAnd(0xd1, 2),
  leadAnd(0xd2, 4),
  fc
    .tuple(fc.uint8Array({ maxLength: 40 }), choice)
    .map(([payload, form]) => concat(header(BINARY_FORMS, payload.length, form), payload)),
];

const string = fc
  .tuple(textBytes, choice)
  .map(([payload, form]) => concat(header(STRING_FORMS, payload.length, form), payload));

const extension = fc.oneof(
  fc
    .tuple(fc.uint8Array({ maxLength: 20 }), choice, fc.oneof(fc.constant(0xff), fc.nat({ max: 0xff })))
    .map(([payload, form, type]) => concat(header(EXT_FORMS, payload.length, form), Uint8Array.of(type), payload)),
  fc.tuple(fc.nat({ max: 4 }), fc.constantFrom(0xff, 0xff, 0, 5, 0x80)).chain(([power, type]) =>
    leadAnd(0xd4 + power, 1 + 2 ** power).map((bytes) => {
      bytes[1] = type;
      return bytes;
    }),
  ),
);

const wide = [leadAnd(0xcf, 8), leadAnd(0xd3, 8)];

/** A type, not an interface: fast-check asks for an index signature. */
type Tree = Record<'any' | 'array' | 'map', Encoded>;

function nested(among: readonly Form[], length: number, form: number, items: readonly Encoded[]): Encoded {
  return {
    bytes: concat(header(among, length, form), ...items.map((item) => item.bytes)),
    nodes: items.reduce((sum, item) => sum + item.nodes, 1),
    depth: items.length === 0 ? 0 : 1 + Math.max(...items.map((item) => item.depth)),
  };
}

const tree = (leaves: readonly fc.Arbitrary<Uint8Array>[], keys: 'text' | 'any'): fc.LetrecValue<Tree> =>
  fc.letrec<Tree>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      ...leaves.map(scalar),
      scalar(string),
      tie('array'),
      tie('map'),
    ),
    array: fc
      .tuple(fc.array(tie('any'), { maxLength: 18 }), choice)
      .map(([items, form]) => nested(ARRAY_FORMS, items.length, form, items)),
    map: fc
      .tuple(fc.array(fc.tuple(keys === 'any' ? tie('any') : scalar(string), tie('any')), { maxLength: 18 }), choice)
      .map(([pairs, form]) => nested(MAP_FORMS, pairs.length, form, pairs.flat())),
  }));

/** Whole values in every form that msgpack has, well-formed in structure alone. */
export const encoded = tree([...plainScalars, ...wide, extension], 'any');

/** As `encoded`, mostly of what `@msgpack/msgpack` decodes faithfully. */
export const simplyEncoded = tree(plainScalars, 'text');
