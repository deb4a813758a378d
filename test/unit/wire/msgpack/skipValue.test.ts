import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ValueLimits } from '../../../../src/wire/msgpack/limits.ts';
import { NOT_SIMPLE, skipValue } from '../../../../src/wire/msgpack/skipValue.ts';
import { ValueWalker } from '../../../../src/wire/msgpack/valueWalker.ts';
import { encoded } from '../encodings.ts';
import { concat } from '../streams.ts';

const LIMITS: ValueLimits = { valueBytes: 100_000, valueNodes: 10_000, valueDepth: 50 };

function walk(bytes: Uint8Array, limits: ValueLimits): number {
  const walker = new ValueWalker(limits);
  walker.begin(0);
  return walker.walk(bytes, 0);
}

/** Where the quick way says that a value ends, there the walker says it too; otherwise it leaves it to the walker. */
function expectAgreement(bytes: Uint8Array, limits: ValueLimits): number {
  const reached = skipValue(bytes, 0, bytes.length, limits);
  expect([NOT_SIMPLE, walk(bytes, limits)]).toContain(reached);
  return reached;
}

describe('skipValue', () => {
  it('finds the end where the walker finds it, whatever follows, or leaves it to the walker', () => {
    let simple = 0;
    fc.assert(
      fc.property(encoded.any, fc.uint8Array({ maxLength: 5 }), ({ bytes }, junk) => {
        if (expectAgreement(concat(bytes, junk), LIMITS) !== NOT_SIMPLE) simple++;
        expect(skipValue(bytes, 0, bytes.length - 1, LIMITS)).toBe(NOT_SIMPLE);
      }),
      { numRuns: 1000 },
    );
    expect(simple).toBeGreaterThan(900);
  });

  it('takes no value that is past a limit, and one at its limits', () => {
    fc.assert(
      fc.property(encoded.any, ({ bytes, nodes, depth }) => {
        const limits = { valueBytes: bytes.length, valueNodes: nodes, valueDepth: Math.max(depth, 50) };
        expect(skipValue(bytes, 0, bytes.length, { ...limits, valueDepth: 1000 })).toBe(bytes.length);
        expectAgreement(bytes, { ...limits, valueDepth: depth });
        expect(expectAgreement(bytes, { ...limits, valueBytes: bytes.length - 1 })).toBe(NOT_SIMPLE);
        expect(expectAgreement(bytes, { ...limits, valueNodes: nodes - 1 })).toBe(NOT_SIMPLE);
        const tooDeep = depth === 0 ? NOT_SIMPLE : expectAgreement(bytes, { ...limits, valueDepth: depth - 1 });
        expect(tooDeep).toBe(NOT_SIMPLE);
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing of any bytes that the walker refuses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        expectAgreement(bytes, LIMITS);
      }),
      { numRuns: 3000 },
    );
  });
});
