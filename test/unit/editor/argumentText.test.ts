import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindsOf, parseArgument, textOfValue } from '../../../src/editor/lazy/arguments/argumentText.ts';
import { FileReference } from '../../../src/wire/types/fileReference.ts';
import { ANY } from '../../../src/wire/types/valueType.ts';
import { shapeOf, withShape } from '../../support/shapeOf.ts';

function parse(text: string, type: string | undefined, extra: { optional?: boolean; rest?: boolean } = {}) {
  return parseArgument(text, { optional: false, rest: false, ...withShape(type), ...extra });
}

describe('kindsOf', () => {
  it.each([
    [undefined, ['any']],
    ['string', ['text']],
    ['string | Uint8Array', ['text', 'bytes']],
    [`'a' | "b|c"`, ['text']],
    ['number | null', ['number', 'nothing']],
    ['-1 | 2.5', ['number']],
    ['boolean', ['truth']],
    ['(string | number)[]', ['list']],
    ['Array<string | number>', ['list']],
    ['readonly [string, number]', ['list']],
    ['{ a: string | number }', ['object']],
    ['Record<string, number> | undefined', ['object', 'nothing']],
    ['Date | string', ['date', 'text']],
    ['bigint', ['number']],
    ['() => void', ['any']],
    ['RenderOptions', ['any']],
    ['unknown', ['any']],
  ])('%s', (type, kinds) => {
    expect([...kindsOf(shapeOf(type) ?? ANY)]).toEqual(kinds);
  });
});

describe('parseArgument', () => {
  it('takes text as it is where only text is meant', () => {
    expect(parse('# Hello', 'string')).toEqual({ kind: 'value', value: '# Hello' });
    expect(parse('12', 'string')).toEqual({ kind: 'value', value: '12' });
    expect(parse('"a\\n"', 'string')).toEqual({ kind: 'value', value: 'a\n' });
    expect(parse('', 'string')).toEqual({ kind: 'value', value: '' });
    expect(parse('"half', 'string')).toEqual({ kind: 'value', value: '"half' });
    expect(parse('null', 'string | null')).toEqual({ kind: 'value', value: null });
    expect(parse('null', 'string')).toEqual({ kind: 'value', value: 'null' });
  });

  it('takes bytes in their tagged form', () => {
    expect(parse('{"base64":"AAE="}', 'string | Uint8Array')).toEqual({ kind: 'value', value: new Uint8Array([0, 1]) });
    expect(parse('{"base64":"?"}', 'Uint8Array').kind).toBe('problem');
  });

  it('takes JSON for everything else', () => {
    expect(parse(' 3 ', 'number')).toEqual({ kind: 'value', value: 3 });
    expect(parse('[1, "a"]', 'unknown[]')).toEqual({ kind: 'value', value: [1, 'a'] });
    expect(parse('{"breaks": true}', 'RenderOptions')).toEqual({ kind: 'value', value: { breaks: true } });
    expect(parse('hello', undefined)).toEqual({ kind: 'value', value: 'hello' });
    expect(parse('{"bigint":"12345678901234567890"}', 'bigint')).toEqual({
      kind: 'value',
      value: 12345678901234567890n,
    });
  });

  it.each([
    ['{"breaks": ', 'RenderOptions'],
    ['[1,', undefined],
    ['abc', 'number'],
    ['"3"', 'number'],
    ['3', 'boolean'],
    ['{}', 'string[]'],
    ['[]', '{ a: number }'],
    ['', 'number'],
    ['123456789012345678901', 'unknown'],
    ['{"a":1,"a":2}', 'unknown'],
  ])('tells what is wrong with %s for %s', (text, type) => {
    expect(parse(text, type)).toMatchObject({ kind: 'problem', message: /./ });
  });

  it('keeps the digits of every integer, and says which are too many', () => {
    expect(parse('[9007199254740991, "12345678901234567891", 9007199254740993]', undefined)).toEqual({
      kind: 'value',
      value: [9007199254740991, '12345678901234567891', 9007199254740993n],
    });
    expect(parse('18446744073709551616', 'bigint')).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('64 bits') as string,
    });
    expect(parse('1e400', 'number')).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('more than a number') as string,
    });
  });

  it('leaves out what is optional and empty', () => {
    expect(parse('', 'string', { optional: true })).toEqual({ kind: 'omitted' });
    expect(parse('""', 'string', { optional: true })).toEqual({ kind: 'value', value: '' });
    // Of the rest each is asked for: what is typed is one of them.
    expect(parse('', 'number', { rest: true })).toEqual({ kind: 'omitted' });
    expect(parse('1', 'number', { rest: true })).toEqual({ kind: 'value', value: 1 });
    expect(parse('[1, 2]', 'number', { rest: true }).kind).toBe('problem');
  });

  it.each([
    ['bogus', `'fast' | 'slow'`, /"bogus".*"fast" or "slow"/],
    ['fasst', `'fast' | 'slow'`, /Did you mean "fast"\?/],
    ['yes', 'boolean', /"yes".*true or false/],
    ['{"brakes":true}', '{ breaks?: boolean }', /no "brakes".*breaks.*Did you mean breaks\?/],
    ['{"breaks":"yes"}', '{ breaks?: boolean }', /breaks: .*true or false/],
    ['{}', '{ a: number }', /"a" is missing: a number/],
    ['[1,"a"]', 'number[]', /\[2\]: .*"a".*a number/],
    ['abc', 'number', /"abc".*a number/],
    ['2023-02-29', 'Date', /"2023-02-29".*a date/],
    ['2024-02-29T12:00:00', 'Date', /a date/],
    ['?', 'Uint8Array', /"\?".*bytes/],
    ['@file', `'a' | 'b'`, /a file.*"@@file"/],
    ['@', 'string', /names no file/],
  ])('refuses %s for %s, and says what is allowed', (text, type, message) => {
    const parsed = parse(text, type);
    expect(parsed.kind === 'problem' ? parsed.message : parsed).toMatch(message);
  });

  it('takes dates as ISO text, and bytes as base64', () => {
    expect(parse('2024-02-29', 'Date')).toEqual({ kind: 'value', value: new Date('2024-02-29T00:00:00Z') });
    expect(parse('2024-02-29T12:00:00+01:00', 'Date | null')).toMatchObject({
      value: new Date('2024-02-29T11:00:00Z'),
    });
    expect(parse('{"date":"2024-02-29T12:00:00Z"}', 'string | Date')).toMatchObject({
      value: new Date('2024-02-29T12:00:00Z'),
    });
    expect(parse('2024-02-29', 'string | Date')).toEqual({ kind: 'value', value: '2024-02-29' });
    expect(parse('AP8=', 'Uint8Array')).toEqual({ kind: 'value', value: new Uint8Array([0, 255]) });
    expect(parse('null', 'Uint8Array | null')).toEqual({ kind: 'value', value: null });
  });

  it('takes a file, read as the type means it, and the text with two @', () => {
    expect(parse('@a.md', 'string')).toEqual({ kind: 'value', value: new FileReference('a.md', 'text') });
    expect(parse('@a.md', 'string | Uint8Array')).toEqual({ kind: 'value', value: new FileReference('a.md') });
    expect(parse('@a.md', undefined)).toEqual({ kind: 'value', value: new FileReference('a.md') });
    expect(parse('@@a', 'string')).toEqual({ kind: 'value', value: '@a' });
    expect(parse('@@a', undefined)).toEqual({ kind: 'value', value: '@a' });
    expect(textOfValue('@a', shapeOf('string'))).toBe('@@a');
    expect(textOfValue(new FileReference('a.md'), undefined)).toBe('@a.md');
  });

  it('reads back what textOfValue wrote, whatever the type says', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array(),
      fc.jsonValue(),
      fc.double(),
      fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n),
    );
    fc.assert(
      fc.property(
        value,
        fc.constantFrom(undefined, 'string', 'string | null | Uint8Array', 'Options'),
        (given, type) => {
          const parsed = parse(textOfValue(given, shapeOf(type)), type);
          // Where only text is meant, nothing else can be typed.
          const isPlain = typeof given === 'string' || given === null || given instanceof Uint8Array;
          if (type?.startsWith('string') && (type === 'string' ? typeof given !== 'string' : !isPlain)) return;
          expect(parsed).toEqual({ kind: 'value', value: given });
        },
      ),
      { numRuns: 1000 },
    );
  });
});
