import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignLines } from '../../../src/text/alignLines.ts';
import { workOf } from '../../support/threadTime.ts';

describe('alignLines', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });

  it('loses and makes up no line, and pairs only what is the same', () => {
    fc.assert(
      fc.property(lines, lines, (left, right) => {
        const aligned = alignLines(left, right);
        expect(aligned.map((line) => line.left).filter((line) => line !== undefined)).toEqual(left);
        expect(aligned.map((line) => line.right).filter((line) => line !== undefined)).toEqual(right);
        const paired = aligned.filter((line) => line.left !== undefined && line.right !== undefined);
        expect(paired.map((line) => line.left)).toEqual(paired.map((line) => line.right));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves as few lines alone as can be', () => {
    fc.assert(
      fc.property(lines, lines, (left, right) => {
        const paired = alignLines(left, right).filter((line) => line.left !== undefined && line.right !== undefined);
        expect(paired.length).toBe(longestCommon(left, right));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes long lists that have nothing in common by position, in no time', async () => {
    const left = Array.from({ length: 20_000 }, (_, i) => `left ${i}`);
    const right = Array.from({ length: 20_000 }, (_, i) => `right ${i}`);
    let pairs = 0;
    expect(await workOf(() => (pairs = alignLines(left, right).length))).toBeLessThan(1000);
    expect(pairs).toBe(20_000);
  });
});

function longestCommon(left: readonly string[], right: readonly string[]): number {
  const lengths = Array.from({ length: left.length + 1 }, () => Array.from(right, () => 0).concat(0));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const skip = Math.max(lengths[i + 1]?.[j] ?? 0, lengths[i]?.[j + 1] ?? 0);
      (lengths[i] as number[])[j] = left[i] === right[j] ? 1 + (lengths[i + 1]?.[j + 1] ?? 0) : skip;
    }
  }
  return lengths[0]?.[0] ?? 0;
}
