import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleLine, visiblePieces } from '../../../webview/model/visibleText.ts';

/** What a reader cannot see, or what turns the rest around. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

describe('text that can be seen', () => {
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
