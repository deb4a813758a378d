import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { encodeLoaded, LoadedReader, type Loaded } from '../../../src/wire/loadedSignal.ts';

interface Taken {
  readonly said: Loaded[];
  readonly kept: Buffer;
  readonly isOver: boolean;
}

/** @param cuts lengths of the chunks, over and over again */
function take(bytes: Uint8Array, cuts: readonly number[] = [bytes.length]): Taken {
  const said: Loaded[] = [];
  const kept: Uint8Array[] = [];
  const reader = new LoadedReader((loaded) => void said.push(loaded));
  for (let from = 0, n = 0; from < bytes.length; n++) {
    const end = from + (cuts[n % cuts.length] ?? 1);
    kept.push(...reader.push(bytes.subarray(from, end)));
    from = end;
  }
  return { said, kept: Buffer.concat([...kept, reader.rest()]), isOver: reader.isOver };
}

function stdout(payload: Uint8Array): Uint8Array {
  return Buffer.concat(encodeStdoutParts(payload, undefined));
}

const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

describe('what an entrypoint says while it waits', () => {
  it('is eight bytes of a name and one of a value', () => {
    expect(Buffer.from(encodeLoaded(null)).toString('latin1')).toBe('\x92\xa6loaded\xc0');
    expect([encodeLoaded(false).at(-1), encodeLoaded(true).at(-1)]).toEqual([0xc2, 0xc3]);
  });

  it('is taken out of what is printed, however it is cut', () => {
    const part = fc.oneof(
      fc.constantFrom<Loaded>(true, false, null),
      fc.uint8Array({ maxLength: 400 }),
      fc.constant(encodeLoaded(true)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), cuts, (parts, lengths) => {
        const isWord = (one: Loaded | Uint8Array): one is Loaded => one === null || typeof one === 'boolean';
        const bytes = Buffer.concat(parts.map((one) => (isWord(one) ? encodeLoaded(one) : stdout(one))));
        const printed = Buffer.concat(parts.flatMap((one) => (isWord(one) ? [] : [stdout(one)])));
        expect(take(bytes, lengths)).toEqual({ said: parts.filter(isWord), kept: printed, isOver: false });
      }),
    );
  });

  it('leaves whatever else comes as it is, and is over with it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (bytes, lengths) => {
        const taken = take(bytes, lengths);
        const plain = taken.said.length === 0 ? Buffer.from(bytes) : taken.kept;
        expect(taken.kept).toEqual(plain);
      }),
    );
  });

  it.each([
    ['an answer', Buffer.concat(encodeFrameParts('return', Uint8Array.of(0x2a), 7))],
    ['a yield without a time', Buffer.concat(encodeFrameParts('yield', Uint8Array.of(0x90), undefined))],
    ['output of a call, with its time', Buffer.concat(encodeStdoutParts(Buffer.from('late'), 7))],
    ['a word with another value', Uint8Array.of(...encodeLoaded(true).subarray(0, 8), 0x01)],
    ['output that is no text', Uint8Array.of(...stdout(Buffer.from('x')).subarray(0, 8), 0x93)],
    ['an array of two numbers', Uint8Array.of(0x92, 1, 2)],
    ['text', Buffer.from('hello')],
  ])('is over with %s, and what looks like a word behind it is none', (_, bytes) => {
    const all = Buffer.concat([encodeLoaded(null), stdout(Buffer.from('early')), bytes, encodeLoaded(true)]);
    for (const cut of [1, 3, all.length]) {
      expect(take(all, [cut])).toEqual({
        said: [null],
        kept: Buffer.concat([stdout(Buffer.from('early')), bytes, encodeLoaded(true)]),
        isOver: true,
      });
    }
  });

  it.each([
    ['fixstr', [0xa3, 1, 2, 3]],
    ['str 8', [0xd9, 3, 1, 2, 3]],
    ['str 16', [0xda, 0, 3, 1, 2, 3]],
    ['str 32', [0xdb, 0, 0, 0, 3, 1, 2, 3]],
    ['bin 8', [0xc4, 3, 1, 2, 3]],
    ['bin 16', [0xc5, 0, 3, 1, 2, 3]],
    ['bin 32', [0xc6, 0, 0, 0, 3, 1, 2, 3]],
    ['an empty fixstr', [0xa0]],
  ])('stands behind output as %s', (_, payload) => {
    const frame = Buffer.concat([stdout(Buffer.from('x')).subarray(0, 8), Uint8Array.from(payload)]);
    const taken = take(Buffer.concat([frame, encodeLoaded(true)]), [2]);
    expect(taken).toEqual({ said: [true], kept: frame, isOver: false });
  });

  it('that is cut off is output', () => {
    expect(take(encodeLoaded(true).subarray(0, 5))).toMatchObject({
      said: [],
      kept: Buffer.from('\x92\xa6loa', 'latin1'),
    });
  });
});
