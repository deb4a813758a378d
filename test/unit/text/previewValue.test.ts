import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewValue } from '../../../src/text/previewValue.ts';
import { plural, shorten } from '../../../src/text/words.ts';
import { ExtData } from '../../../src/wire/msgpack/ext.ts';

describe('previewValue', () => {
  it.each([
    [{ a: [1, 'x', null], 'b c': true, ['__proto__']: 2 }, '{ a: [1, "x", null], "b c": true, __proto__: 2 }'],
    [[], '[]'],
    [{}, '{}'],
    [12n, '12n'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [undefined, 'undefined'],
    [new Uint8Array([1, 255]), '<2 bytes 01ff>'],
    [new Uint8Array(2000), `<2,000 bytes ${'00'.repeat(16)}…>`],
    [new Uint8Array(), '<0 bytes>'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Map([[1, { a: 1 }]]), 'Map{ 1 => { a: 1 } }'],
    [new ExtData(5, new Uint8Array([7])), 'ext(5 <1 byte 07>)'],
    ['x'.repeat(1200), `"${'x'.repeat(1000)}"… +200 characters`],
    [Array(103).fill(0), `[${'0, '.repeat(100)}… +3 items]`],
    [[[[[[[[1]]]]]]], '[[[[[[[… +1 item]]]]]]]'],
  ])('%o', (value, text) => {
    expect(previewValue(value)).toBe(text);
  });

  it('is short however large the value, and says what it hides', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, i) => [`key ${i} ${'k'.repeat(500)}`, 'v'.repeat(5000)]),
    );
    const text = previewValue([wide, wide, wide]);
    expect(text.length).toBeLessThan(6000);
    expect(text).toMatch(/… \+[\d,]+ members/);
    expect(text).toMatch(/… \+2 items\]$/);
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(previewValue(deep).length).toBeLessThan(100);
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, maxDepth: 5 }), (value) => {
        expect(previewValue(value, 200).length).toBeLessThan(3000);
      }),
    );
  });
});

it('shortens between characters and counts', () => {
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('abcd', 3)).toBe('abc… +1 character');
  expect(shorten('ab👍cd', 3)).toBe('ab… +4 characters');
  expect(plural(2000, 'entry')).toBe('2,000 entries');
});
