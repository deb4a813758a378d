import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeKey, decodeShortText } from '../../../src/wire/shortText.ts';
import { concat, text } from './streams.ts';

describe('a short text', () => {
  it('is decoded where it is ASCII, at any length and place', () => {
    const ascii = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)).join('');
    for (let length = 0; length <= 40; length++) {
      for (let from = 0; from + length <= ascii.length; from += 11) {
        const piece = ascii.slice(from, from + length);
        expect(decodeShortText(text(ascii), from, from + length)).toBe(piece);
        expect(decodeKey(text(ascii), from, from + length)).toBe(piece);
      }
    }
  });

  it('is left to others where a byte is no ASCII, wherever it stands', () => {
    for (let length = 1; length <= 20; length++) {
      for (let at = 0; at < length; at++) {
        const bytes = new Uint8Array(length).fill(0x61);
        bytes[at] = 0x80;
        expect(decodeShortText(bytes, 0, length)).toBeUndefined();
        expect(decodeKey(bytes, 0, length)).toBeUndefined();
      }
    }
  });

  it('is the same key each time, whatever keys came before', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'Z'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 50 }), (keys) => {
        for (const one of keys) expect(decodeKey(concat(text('x'), text(one)), 1, 1 + one.length)).toBe(one);
      }),
    );
  });
});
