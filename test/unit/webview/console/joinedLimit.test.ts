import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JoinedLimit } from '../../../../webview/panes/console/joinedLimit.ts';

const apply = (text: string) => new JoinedLimit().apply(text);

describe('characters that share a cell', () => {
  it.each([
    'plain',
    '日本語 한국어 ไทยภาษา हिन्दी',
    '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪👍🏽',
    '🎉'.repeat(500),
    'e\u0301'.repeat(500),
    'ㅋ'.repeat(500),
  ])('are as they were in %s', (text) => expect(apply(text)).toBe(text));

  it.each([
    ['marks', 'e', '\u0301'],
    ['joiners', '👩', '\u200d👩'],
    ['skin colours', '👍', '🏽'],
    ['leading consonants of Hangul', '', '\u1100'],
    ['marks before a number', '', '\u0600'],
  ])('are bounded where there is no end of %s, and what is left out is marked', (_what, base, joined) => {
    const bounded = apply(`${base}${joined.repeat(100_000)}x`);
    expect(bounded.length).toBeLessThan(100);
    expect(bounded.endsWith('\ufffdx')).toBe(true);
  });

  it('are bounded however the text is cut', () => {
    const text = `a${'\u0301'.repeat(100)}b${'👩\u200d'.repeat(60)}c\u0301`;
    const whole = apply(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const limit = new JoinedLimit();
        // As a decoder cuts: never within a character.
        const places = cuts.map((cut) => (/[\udc00-\udfff]/.test(text[cut] ?? '') ? cut - 1 : cut));
        const ends = [...places.toSorted((a, b) => a - b), text.length];
        const parts = ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
        expect(parts.map((part) => limit.apply(part)).join('')).toBe(whole);
      }),
    );
  });

  it('that reorder others are written out', () => expect(apply('a\u202eb\u2069')).toBe(String.raw`a\u202eb\u2069`));
});
