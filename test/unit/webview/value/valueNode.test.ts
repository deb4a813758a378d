import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundValue } from '../../../../src/timeline/detail/boundedValue.ts';
import { toTagged } from '../../../../src/wire/json/taggedJson.ts';
import { readValue, type ValueNode } from '../../../../webview/model/value/valueNode.ts';

const shown = (value: unknown): ValueNode => readValue(toTagged(value));

describe('a value of the wire in the tree', () => {
  it.each([
    [null, 'null', 'null'],
    [true, 'boolean', 'true'],
    [-1.5, 'number', '-1.5'],
    [NaN, 'number', 'NaN'],
    [-0, 'number', '-0'],
    [2n ** 60n, 'bigint', '1152921504606846976'],
    ['a\u202eb\n', 'string', '"a\\u202eb↵"'],
    [new Uint8Array([0, 255]), 'bytes', '<2 B> 00 ff'],
    [new Uint8Array(0), 'bytes', '<0 B>'],
    [new Date(0), 'date', '1970-01-01T00:00:00.000Z'],
    [[1, 2], 'array', '[2]'],
    [{ a: 1, __proto__: 2 }, 'object', '{a}'],
    [new Map([[1, 2]]), 'map', 'Map(1)'],
  ])('shows value %# by its kind and in one line', (value, kind, preview) =>
    expect(shown(value)).toMatchObject({ kind, preview }),
  );

  it('has a name that can be seen for every member', () => {
    const node = shown({ '': 1, ' ': 2, 'a ': 3, b: 4, 'c d': 5 });
    expect(node.preview).toBe('{"", " ", "a ", b, c d}');
    expect(node.children(0, 5).map(({ key }) => key)).toEqual(['""', '" "', '"a "', 'b', 'c d']);
  });

  it('takes no object for a tag that is none', () => {
    for (const value of [{ base64: 'AA==' }, { map: [] }, { date: 'x' }]) {
      expect(shown(value).kind).toBe('map');
      expect(shown(value).children(0, 1)[0]?.value).toBeDefined();
    }
    for (const json of [{ base64: 1 }, { map: 'x' }, { ext: 'x', base64: 'x' }, { date: null }]) {
      expect(readValue(json).kind).toBe('object');
    }
  });

  it('has every child of every value, in order, whatever its keys are', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          fc.string(),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }),
          fc.uint8Array(),
        ),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'then', 'map', 'base64')), tie('value'), {
          maxKeys: 4,
        }),
      ),
    })).value;
    const count = (node: ValueNode): number =>
      node
        .children(0, node.count)
        .filter(({ isPiece }) => !isPiece)
        .reduce((sum, child) => sum + 1 + count(readValue(child.value)), 0);
    const countOf = (one: unknown): number => {
      const items: unknown[] =
        one instanceof Uint8Array || typeof one !== 'object' || one === null
          ? []
          : Array.isArray(one)
            ? one
            : Object.values(one);
      return items.reduce<number>((sum, item) => sum + 1 + countOf(item), 0);
    };
    fc.assert(
      fc.property(value, (one) => {
        expect(count(shown(one))).toBe(countOf(one));
      }),
    );
  });

  it('says how long it is where it is cut, with what only the host has', () => {
    const list = readValue(boundValue(Array.from({ length: 100_000 }, (_, i) => i)).json);
    expect(list).toMatchObject({ kind: 'array', size: 100_000, rest: 100_000 - list.count });
    expect(list.preview).toBe(`[${list.count.toLocaleString('en')} of 100,000]`);
    expect(readValue(boundValue(new Uint8Array(5 * 1024 * 1024)).json)).toMatchObject({
      kind: 'bytes',
      preview: '<5 MiB> 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 …',
      size: 5 * 1024 * 1024,
    });
    expect(readValue({ cut: { of: 'value', size: 70 * 1024 * 1024, rest: 1, shown: null } }).preview).toBe('<70 MiB>');
    expect(readValue('x'.repeat(301)).preview).toBe(`"${'x'.repeat(300)}"…`);
  });

  it('shows a text by its lines, and bytes by sixteen', () => {
    const text = readValue(`one\ntwo\n${'x'.repeat(1500)}`);
    expect(text.children(0, 9).map(({ value }) => value)).toEqual([
      'one\n',
      'two\n',
      'x'.repeat(1000),
      'x'.repeat(500),
    ]);
    const bytes = shown(Uint8Array.from({ length: 20 }, (_, i) => i));
    expect(bytes.children(0, bytes.count).map(({ value }) => value)).toEqual([
      '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f',
      '10 11 12 13',
    ]);
  });

  it('shows what the host could not have sent without a fault', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(readValue(json).preview.length).toBeLessThan(400);
      }),
    );
  });
});
