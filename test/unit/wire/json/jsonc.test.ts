import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../../../../src/wire/json/exactJson.ts';
import { parseJsonc } from '../../../../src/wire/json/jsoncTree.ts';
import { nameOfKey, nodeAt, valueOfJsonc } from '../../../../src/wire/json/jsoncValue.ts';

/** The value of a text, and what is wrong with it. */
function read(text: string): { readonly value: unknown; readonly wrong: readonly string[] } {
  const { root, problems } = parseJsonc(text);
  const wrong: string[] = problems.map(({ fault }) => fault);
  return { value: root && valueOfJsonc(text, root, ({ message }) => wrong.push(message)), wrong };
}

/** Values whose JSON has no whole number of more than 64 bits. */
const exactJson = fc.jsonValue().filter((json) => !/\d{20}/.test(JSON.stringify(json)));

describe('JSON with comments', () => {
  it('is what JSON is, comments and commas at the end aside', () => {
    expect(read('// a\n[1, /* b */ {"c": 9007199254740993,},]')).toEqual({
      value: [1, { c: 9007199254740993n }],
      wrong: [],
    });
    expect(read('{"__proto__": 1}').value).toEqual({ ['__proto__']: 1 });
    fc.assert(
      fc.property(exactJson, fc.nat(3), (json, indent) => {
        const text = JSON.stringify(json, undefined, indent);
        expect(read(text)).toEqual({ value: parseExactJson(text), wrong: [] });
      }),
    );
  });

  it('goes on after what is wrong, and tells it', () => {
    expect(read('[1 2, , tru]')).toMatchObject({
      value: [1, 2, null],
      wrong: ['a comma is missing', 'a value is missing', expect.stringContaining('JSON') as string],
    });
    expect(read('{"a" 1, "b": , c: 2, :}').wrong).toEqual([
      'a colon is missing',
      'a comma is missing',
      'a name in quotes is missing',
      'a colon is missing',
      'a value is missing',
      'a name in quotes is missing',
      'a name in quotes is missing',
    ]);
    expect(read('{"a":1,"a":2}').wrong).toEqual([expect.stringContaining('twice')]);
    expect(read('{"a').value).toEqual({ a: null });
    expect(read('[1}').wrong).toEqual(['this is not closed', 'something follows the end']);
    expect(read('['.repeat(101)).wrong[0]).toBe('it is nested too deep');
    expect(read('[:'.repeat(50)).wrong).toHaveLength(20);
  });

  it('finds the part at a path, or the last one on the way to it', () => {
    const text = '{"a": [1, {"b": true}]}';
    const { root } = parseJsonc(text);
    const at = (...path: readonly (string | number)[]): string | undefined => {
      const node = root && nodeAt(text, root, path);
      return node && text.slice(node.start, node.end);
    };
    expect([at('a', 1, 'b'), at('a', 1, 'c'), at('a', 7), at('a', 'b'), at(0)]).toEqual([
      'true',
      '{"b": true}',
      '[1, {"b": true}]',
      '[1, {"b": true}]',
      text,
    ]);
    expect(nameOfKey('"half', { start: 0, end: 5 })).toBe('half');
  });
});
