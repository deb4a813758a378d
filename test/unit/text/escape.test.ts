import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText, withoutColours } from '../../../src/text/escape.ts';

/** Written anew, apart from the code: what may act on a terminal or reorder text. */
const isDangerous = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code <= 0x9f) ||
  code === 0x061c ||
  (code >= 0x200e && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  code === 0xfeff ||
  (code >= 0xd800 && code <= 0xdfff);

const dangerous = Array.from({ length: 0x110000 }, (_, code) => code).filter(isDangerous);
const codes = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

describe('text for a terminal', () => {
  it('has no dangerous character left, whichever it is', () => {
    for (const code of dangerous) {
      const shown = escapeText(`a${String.fromCodePoint(code)}b`);
      expect(codes(shown).filter(isDangerous)).toEqual([]);
      expect(shown).toMatch(/^a\\(x|u\{|[nrt])/);
    }
  });

  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u009b31m', '\\x9b31m'],
    ['a\r\n\tb\0', 'a\\r\\n\\tb\\x00'],
    ['\u202eevil', '\\u{202e}evil'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
    [
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    ],
    ['🏴\u{e0068}', '🏴\\u{e0068}'],
    ['grün 👩‍👩‍👧 \\x1b 漢字', 'grün 👩‍👩‍👧 \\x1b 漢字'],
  ])('shows %j as %s', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });
});

describe('JSON for a terminal', () => {
  it('is the same JSON without a dangerous character', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...dangerous)).map((list) => String.fromCodePoint(...list)),
    );
    fc.assert(
      fc.property(fc.jsonValue(), text, fc.constantFrom(0, 2), (json, string, indent) => {
        const value = { [string]: [string, json] };
        const escaped = escapeJson(JSON.stringify(value, null, indent));
        expect(JSON.parse(escaped)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(codes(escaped).filter((code) => isDangerous(code) && code !== 0x0a)).toEqual([]);
      }),
    );
  });
});

describe('text without colours', () => {
  it('keeps everything else, other escape sequences too', () => {
    expect(withoutColours('\u001b[91m/bin/sh: not found\n\u001b[0mstep\u001b[1;31;48;5;7m!\u001b[m')).toBe(
      '/bin/sh: not found\nstep!',
    );
    expect(withoutColours('\u001b[2J \u001b]0;title\u0007 [31m')).toBe('\u001b[2J \u001b]0;title\u0007 [31m');
  });
});
