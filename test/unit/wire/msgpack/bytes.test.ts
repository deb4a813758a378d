import { describe, expect, it } from 'vitest';
import { byteAt, insideAt, withoutBuffer } from '../../../../src/wire/msgpack/bytes.ts';
import { GrowingBuffer } from '../../../../src/wire/msgpack/growingBuffer.ts';

describe('byteAt', () => {
  it('is the byte, and 0 behind the end', () => {
    expect([0, 1, 2].map((i) => byteAt(Uint8Array.of(5, 6), i))).toEqual([5, 6, 0]);
  });
});

describe('insideAt', () => {
  it('is the byte, and no other kind of value where it should not have been asked', () => {
    expect([0, 1, 2].map((i) => insideAt(Uint8Array.of(5, 6), i))).toEqual([5, 6, 0]);
  });
});

describe('withoutBuffer', () => {
  it('gives the same bytes of the same memory, without Node’s class', () => {
    const buffer = Buffer.from('xabcx').subarray(1, 4);
    const plain = withoutBuffer(buffer);
    expect(plain.constructor).toBe(Uint8Array);
    expect(plain.buffer).toBe(buffer.buffer);
    expect(plain).toEqual(Uint8Array.of(97, 98, 99));
    expect(withoutBuffer(plain)).toBe(plain);
  });
});

describe('GrowingBuffer', () => {
  it('joins pieces of any size, and begins anew once they are taken', () => {
    const joined = new GrowingBuffer();
    expect(joined.length).toBe(0);
    for (const size of [0, 1, 255, 1, 3000, 2]) joined.append(new Uint8Array(size).fill(size));
    expect(joined.length).toBe(3259);
    const taken = joined.take();
    expect(taken).toHaveLength(3259);
    expect([taken[0], taken[1], taken[255], taken[256], taken[257], taken[3258]]).toEqual([
      1,
      255,
      255,
      1,
      3000 % 256,
      2,
    ]);
    expect(joined.length).toBe(0);
    joined.append(Uint8Array.of(9));
    expect(joined.take()).toEqual(Uint8Array.of(9));
    expect(taken[0]).toBe(1);
  });
});
