import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue } from '../../../../src/wire/msgpack/decodeValue.ts';
import type { ValueLimits } from '../../../../src/wire/msgpack/limits.ts';
import { ValueDecoder } from '../../../../src/wire/msgpack/valueDecoder.ts';
import { ValueWalker } from '../../../../src/wire/msgpack/valueWalker.ts';
import { encoded } from '../encodings.ts';
import { expectSame } from '../expectSame.ts';
import { concat, text } from '../streams.ts';
import { collectGarbage } from '../../../support/collectGarbage.ts';

const LIMITS: ValueLimits = { valueBytes: 100_000, valueNodes: 10_000, valueDepth: 50 };

/** Where the walker says that the value ends; negative where it says that there is none. */
function walk(bytes: Uint8Array, limits: ValueLimits): number {
  const walker = new ValueWalker(limits);
  walker.begin(0);
  return walker.walk(bytes, 0);
}

/** @returns the index behind the value; `undefined` where the decoder takes none */
function decodedEnd(bytes: Uint8Array, limits: ValueLimits, end = bytes.length): number | undefined {
  const decoder = new ValueDecoder(limits, true);
  return decoder.read(bytes, 0, Math.min(end, limits.valueBytes)) ? decoder.position : undefined;
}

describe('a value decoded within its limits', () => {
  it('is the same as without any, whatever stands around it, and whole or none', () => {
    fc.assert(
      fc.property(encoded.any, fc.uint8Array({ maxLength: 5 }), fc.nat({ max: 200 }), ({ bytes }, junk, before) => {
        const around = concat(new Uint8Array(before).fill(0x91), bytes, junk);
        const decoder = new ValueDecoder(LIMITS, true);
        expect(decoder.read(around, before, around.length)).toBe(true);
        expect(decoder.position).toBe(before + bytes.length);
        const { value } = decoder;
        around.fill(0xc1);
        expectSame(value, decodeValue(bytes));
        for (let end = 0; end < bytes.length; end += 1 + Math.floor(bytes.length / 50))
          expect(decodedEnd(concat(bytes, junk), LIMITS, end)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('is taken exactly at its limits, and not one past each', () => {
    fc.assert(
      fc.property(encoded.any, ({ bytes, nodes, depth }) => {
        const limits = { valueBytes: bytes.length, valueNodes: nodes, valueDepth: depth };
        expect(decodedEnd(bytes, limits)).toBe(bytes.length);
        expect(decodedEnd(bytes, { ...limits, valueBytes: bytes.length - 1 })).toBeUndefined();
        expect(decodedEnd(bytes, { ...limits, valueNodes: nodes - 1 })).toBeUndefined();
        const tooDeep = depth > 0 ? decodedEnd(bytes, { ...limits, valueDepth: depth - 1 }) : undefined;
        expect(tooDeep).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('is found in any bytes only where the walker finds it', () => {
    const odd = fc.constantFrom(0x81, 0x92, 0xa1, 0xc1, 0xc4, 0xc7, 0xcd, 0xd4, 0xd9, 0xdc, 0xde, 0xdd, 0xdf);
    const byte = fc.oneof(fc.nat({ max: 255 }), odd);
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 40 }), (numbers) => {
        const bytes = Uint8Array.from(numbers);
        const reached = walk(bytes, LIMITS);
        expect(decodedEnd(bytes, LIMITS)).toBe(reached < 0 ? undefined : reached);
      }),
      { numRuns: 5000 },
    );
  });

  it('of which only headers have come allocates nothing for what they announce', () => {
    // Arrays of 2^24 items and maps of 2^23 pairs, one in the other; an array of a gigabyte of text.
    const nest = concat(
      ...Array.from({ length: 50 }, () => Uint8Array.of(0xdd, 1, 0, 0, 0, 0xdf, 0, 0x80, 0, 0, 0xa1, 0x61)),
    );
    const long = concat(Uint8Array.of(0x91, 0xdb, 0x40, 0, 0, 0), text('short'));
    collectGarbage();
    const before = process.memoryUsage();
    for (const bytes of [nest, long]) expect(decodedEnd(bytes, { ...LIMITS, valueNodes: 2 ** 30 })).toBeUndefined();
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(32 * 2 ** 20);
  });
});
