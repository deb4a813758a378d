import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainFinder } from '../../../src/text/findText.ts';

const find = (text: string, query: string, caseSensitive = false, wholeWord = false): number[] =>
  new PlainFinder({ text: query, caseSensitive, wholeWord }).rangesIn(text, 100);

describe('a literal text', () => {
  it('is found wherever it is, without overlaps, case ignored or not', () => {
    expect(find('aAaA', 'aa')).toEqual([0, 2, 2, 4]);
    expect(find('aAaA', 'aA', true)).toEqual([0, 2, 2, 4]);
    expect(find('aAaA', 'AA', true)).toEqual([]);
    expect(find('.*', '.*')).toEqual([0, 2]);
    expect(find('x', '')).toEqual([]);
  });

  it('is found as a whole word, of any language', () => {
    expect(find('cat concat cat. cat_ Cat', 'cat', false, true)).toEqual([0, 3, 11, 14, 21, 24]);
    expect(find('größe größer', 'größe', false, true)).toEqual([0, 5]);
    expect(find('a.b a.bc', 'a.b', false, true)).toEqual([0, 3]);
    expect(find('((x))', '(x)', false, true)).toEqual([1, 4]);
    expect(find('𝒳a a', 'a', false, true)).toEqual([4, 5]);
  });

  it('is where it says, also behind letters whose lower case is longer', () => {
    expect(find('İİ needle', 'NEEDLE')).toEqual([3, 9]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }), (before, word) => {
        const text = `${before}${word}`;
        const ranges = find(text, word, true);
        expect(ranges.length).toBeGreaterThan(0);
        for (let i = 0; i < ranges.length; i += 2) expect(text.slice(ranges[i], ranges[i + 1])).toBe(word);
      }),
    );
  });

  it('is found no more often than asked for', () => {
    expect(new PlainFinder({ text: 'a', caseSensitive: false, wholeWord: false }).rangesIn('aaaa', 2)).toEqual([
      0, 1, 1, 2,
    ]);
  });
});
