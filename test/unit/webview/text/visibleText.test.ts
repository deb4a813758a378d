import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleLine, visibleLines, visibleName, visiblePieces } from '../../../../webview/model/text/visibleText.ts';

/** What a reader cannot see, or what turns the rest around. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

describe('text that can be seen', () => {
  it('is in quotes where a name has an end that is not seen', () => {
    expect(['', ' ', 'a\n', 'a b', '\u202e', '\u00a0a'].map(visibleName)).toEqual([
      '""',
      '" "',
      '"a↵"',
      'a b',
      '\\u202e',
      '"\u00a0a"',
    ]);
  });

  it('holds no control, bidirectional or invisible character, whatever came', () => {
    const anything = fc.string({
      unit: fc.constantFrom(
        'a',
        '\n',
        '\t',
        '\u0000',
        '\u001b',
        '\u007f',
        '\u0085',
        '\u200b',
        '\u202e',
        '\u2066',
        '\ufeff',
        '\u{e0041}',
        'é',
        '👩',
      ),
    });
    fc.assert(
      fc.property(anything, (text) => {
        expect(
          visiblePieces(text)
            .map((piece) => piece.text)
            .join(''),
        ).not.toMatch(HIDDEN);
        expect(visibleLine(text)).not.toMatch(/[\n\t]/);
        expect(visibleLine(text)).not.toMatch(HIDDEN);
      }),
    );
  });

  it('is left as it is where there is nothing to hide', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', 'é', '漢', '👩', '<', '&') });
    fc.assert(
      fc.property(plain, (text) => {
        const pieces = visiblePieces(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.some(({ control }) => control)).toBe(false);
      }),
    );
  });

  it.each([
    ['a joined family', '👨‍👩‍👧‍👦'],
    ['a joined emoji of a colour', '👩🏽‍🚀'],
    ['a heart with a variation selector', '❤️‍🔥 ❤️'],
    ['a flag of regions', '🇩🇪🇫🇷'],
    ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a keycap', '1️⃣'],
    ['a Persian word', 'می\u200cخواهم'],
    ['a conjunct', 'क्\u200dष'],
    ['an ideograph in another form', '葛\u{e0100}'],
  ])('shows as it is what is seen as one sign: %s', (_name, text) => {
    expect(visiblePieces(`a ${text} b\nc`)).toEqual([{ text: `a ${text} b\nc`, control: false }]);
    expect(visibleLines(text)).toBe(text);
  });

  it.each([
    ['a joiner between letters', 'a\u200db', '\\u200d'],
    ['a joiner behind an emoji', '👩\u200d', '\\u200d'],
    ['two joiners', '👩\u200d\u200d🚀', '\\u200d'],
    ['invisible letters behind a flag', '🏴\u{e0068}\u{e0069}\u{e007f}', '\\u{e0068}'],
    ['invisible letters alone', 'x\u{e0067}', '\\u{e0067}'],
    ['a form of a letter', 'x\u{e0100}', '\\u{e0100}'],
  ])('writes out the same characters elsewhere: %s', (_name, text, written) => {
    expect(visiblePieces(text).filter(({ control }) => control)).toContainEqual({ text: written, control: true });
  });

  it('has a line break for a line break, however it was written', () => {
    expect(visibleLines('a\r\nb\nc')).toBe('a\nb\nc');
    expect(visibleLine('a\r\nb\nc\td')).toBe('a↵b↵c␉d');
  });

  it('says which character it was', () => {
    expect(visiblePieces('a\u001bb\u202ec')).toEqual([
      { text: 'a', control: false },
      { text: '␛', control: true },
      { text: 'b', control: false },
      { text: '\\u202e', control: true },
      { text: 'c', control: false },
    ]);
  });
});
