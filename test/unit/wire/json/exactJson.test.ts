import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatArgumentJson, parseArgumentJson } from '../../../../src/wire/json/argumentJson.ts';
import { parseExactJson } from '../../../../src/wire/json/exactJson.ts';
import { TaggedJsonError } from '../../../../src/wire/json/taggedJson.ts';

/** What a parser gives, or what it throws. */
function outcomeOf(parse: (text: string) => unknown, text: string): unknown {
  try {
    return { value: parse(text) };
  } catch (error) {
    return error instanceof TaggedJsonError ? error.name : error;
  }
}

describe('exact JSON', () => {
  it('is JSON.parse for everything that JSON.parse keeps as it is written', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, 3, '\t'), (text, indent) => {
        // Such a number may be an integer, of which a double keeps not every digit.
        if (/\d{16}/.test(text)) return;
        const written = JSON.stringify(JSON.parse(text), null, indent);
        expect(outcomeOf(parseExactJson, written)).toEqual({ value: JSON.parse(written) as unknown });
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no text that JSON.parse refuses, and refuses it with the same words', () => {
    const plain = '[ ] { } , : "a" " 1 - .5 e3 0 null true x / "\\u0041" "\\x" "\\" \\'.split(' ');
    const piece = fc.constantFrom(...plain, '\n', ' ', '\u00a0', '\ufeff', '"\u0001"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const found = outcomeOf(parseExactJson, text);
        fc.pre(found !== 'TaggedJsonError');
        expect(found).toEqual(outcomeOf(JSON.parse, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps every integer of 64 bits, wherever it stands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), fc.string(), (integer, string) => {
        const text = `{"${integer}":[${integer}, ${JSON.stringify(`${string}\\" ${integer}`)}, ${integer}.5]}`;
        const exact = Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
        expect(parseExactJson(text)).toEqual({
          [`${integer}`]: [exact, `${string}\\" ${integer}`, Number(`${integer}.5`)],
        });
      }),
    );
  });

  it('refuses every other integer', () => {
    const beyond = fc.oneof(fc.bigInt({ min: 2n ** 64n }), fc.bigInt({ max: -(2n ** 63n) - 1n }));
    fc.assert(
      fc.property(beyond, (integer) => {
        expect(outcomeOf(parseExactJson, `[{"a":${integer}}]`)).toBe('TaggedJsonError');
      }),
    );
  });

  it.each([
    ['0', 0],
    ['-0', -0],
    ['-0.0', -0],
    ['0e5', 0],
    ['1e3', 1000],
    ['1e20', 1e20],
    ['0.1000000000000000055511151231257827', 0.1],
    ['5e-324', 5e-324],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9223372036854775808', -9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    ['"\\ud83d\\ude00"', '😀'],
    ['{"":{"__proto__":[1]},"b":2}', { '': { ['__proto__']: [1] }, b: 2 }],
  ])('%s stays what it is', (text, value) => {
    expect(parseExactJson(text)).toStrictEqual(value);
  });

  it.each([
    ['18446744073709551616', /more than 64 bits/],
    ['-9223372036854775809', /more than 64 bits/],
    [`[${'9'.repeat(50)}]`, /^9{40}… is a whole number of more than 64 bits/],
    ['1e400', /^1e400 is more than a number can be; infinity is written \{"float":"Infinity"\}$/],
    ['{"a":-1e400}', /\{"float":"-Infinity"\}/],
    ['1e-400', /would become 0/],
    ['-0.0000001e-400', /would become 0/],
    ['"\\ud800"', /half of a surrogate pair/],
    ['{"\\udc00":1}', /half of a surrogate pair/],
    ['{"a":1,"b":{"a":1,"\\u0061":2}}', /has the key "a" twice/],
  ])('%s stands for no value', (text, message) => {
    expect(() => parseExactJson(text)).toThrow(TaggedJsonError);
    expect(() => parseExactJson(text)).toThrow(message);
  });

  it('takes long and deep texts', () => {
    const long = `{"a":"${'\\"x'.repeat(2_000_000)}","b":12345678901234567890}`;
    expect(Object.values(parseExactJson(long) ?? {}).at(-1)).toBe(12345678901234567890n);
    let depth = 0;
    let inner = parseExactJson('['.repeat(100_000) + ']'.repeat(100_000));
    for (; Array.isArray(inner); [inner] = inner as unknown[]) depth++;
    expect(depth).toBe(100_000);
  });
});

describe('the JSON of an argument', () => {
  it('is read back as the value that it was written for', () => {
    const value = fc.oneof(
      fc.double(),
      fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n).filter((integer) => !Number.isSafeInteger(Number(integer))),
      fc.uint8Array(),
      fc.date({ noInvalidDate: true }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(2 ** 60, -(2 ** 70), 0.12345678901234568, '1234567890123456789', 1e21, { bigint: '1' }),
    );
    fc.assert(
      fc.property(fc.array(value), fc.dictionary(fc.string(), value), (list, record) => {
        for (const each of [list, record]) expect(parseArgumentJson(formatArgumentJson(each))).toEqual(each);
      }),
    );
  });
});
