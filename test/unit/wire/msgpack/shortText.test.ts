import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeKey, ShortTexts } from '../../../../src/wire/msgpack/shortText.ts';
import { concat, text } from '../streams.ts';

describe('a short text', () => {
  it('is decoded where it is ASCII, at any length and place', () => {
    const ascii = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)).join('');
    for (let length = 0; length <= 40; length++) {
      for (let from = 0; from + length <= ascii.length; from += 11) {
        const piece = ascii.slice(from, from + length);
        expect(new ShortTexts().decode(text(ascii), from, from + length)).toBe(piece);
        expect(decodeKey(text(ascii), from, from + length)).toBe(piece);
      }
    }
  });

  it('is left to others where a byte is not ASCII, wherever it stands', () => {
    for (let length = 1; length <= 20; length++) {
      for (let at = 0; at < length; at++) {
        const bytes = new Uint8Array(length).fill(0x61);
        bytes[at] = 0x80;
        expect(new ShortTexts().decode(bytes, 0, length)).toBeUndefined();
        expect(decodeKey(bytes, 0, length)).toBeUndefined();
      }
    }
  });

  it('is what stands there, in any order, and what stands there anew once the bytes were released', () => {
    const letters = (seed: number): Uint8Array =>
      Uint8Array.from({ length: 20_000 }, (_, i) => 0x61 + ((i * seed) % 26));
    const place = fc.tuple(fc.nat({ max: 20_000 - 40 }), fc.nat({ max: 40 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (places) => {
        const texts = new ShortTexts();
        const bytes = letters(7);
        const other = letters(11);
        for (const [from, length, isOther] of places) {
          const source = isOther ? other : bytes;
          const expected = Buffer.from(source.subarray(from, from + length)).toString();
          expect(texts.decode(source, from, from + length)).toBe(expected);
        }
        bytes.fill(0x2b);
        texts.release();
        for (const [from, length] of places) expect(texts.decode(bytes, from, from + length)).toBe('+'.repeat(length));
      }),
    );
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
