import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../../src/wire/msgpack/fault.ts';
import type { ValueLimits } from '../../../../src/wire/msgpack/limits.ts';
import { FAULTED, NEED_MORE, ValueWalker } from '../../../../src/wire/msgpack/valueWalker.ts';
import { encoded } from '../encodings.ts';
import { concat, cutBy, cutting } from '../streams.ts';

const LIMITS: ValueLimits = { valueBytes: 100_000, valueNodes: 10_000, valueDepth: 50 };

interface Walk {
  /** Length of the value; `undefined` where more was needed or a fault came. */
  readonly length: number | undefined;
  readonly fault: Fault | undefined;
}

function walk(chunks: readonly Uint8Array[], limits: Partial<ValueLimits> = {}, offset = 0): Walk {
  const walker = new ValueWalker({ ...LIMITS, ...limits });
  walker.begin(offset);
  let before = 0;
  for (const chunk of chunks) {
    const reached = walker.walk(chunk, 0);
    if (reached !== NEED_MORE) {
      const length = reached === FAULTED ? undefined : before + reached;
      return { length, fault: walker.fault };
    }
    before += chunk.length;
  }
  return { length: undefined, fault: undefined };
}

describe('ValueWalker', () => {
  it('finds the end of any value, cut wherever it may be, whatever follows', () => {
    fc.assert(
      fc.property(encoded.any, cutting, fc.uint8Array({ maxLength: 5 }), (value, shares, junk) => {
        const whole = walk([value.bytes]);
        expect(whole).toMatchObject({ length: value.bytes.length, fault: undefined });
        expect(walk(cutBy(concat(value.bytes, junk), shares))).toEqual(whole);
        expect(walk([value.bytes.subarray(0, -1)])).toMatchObject({ length: undefined, fault: undefined });
      }),
      { numRuns: 300 },
    );
  });

  it('passes a value exactly at its limits, and faults one past each', () => {
    fc.assert(
      fc.property(encoded.any, ({ bytes, nodes, depth }) => {
        expect(walk([bytes], { valueBytes: bytes.length, valueNodes: nodes, valueDepth: depth }).fault).toBeUndefined();
        expect(walk([bytes], { valueNodes: nodes - 1 }).fault).toMatchObject({ kind: 'limit', setting: 'valueNodes' });
        // A count of items that cannot fit is a lie, and called one.
        expect(walk([bytes], { valueBytes: bytes.length - 1 }).fault).toBeDefined();
        expect(walk([bytes], { valueDepth: depth - 1 }).fault?.kind).toBe(depth > 0 ? 'violation' : undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('forgets the value before when the next begins', () => {
    const walker = new ValueWalker(LIMITS);
    walker.begin(0);
    expect(walker.walk(Uint8Array.of(0x92, 0xcf, 1), 0)).toBe(NEED_MORE);
    walker.begin(40);
    expect(walker.walk(Uint8Array.of(0xdd, 0), 0)).toBe(NEED_MORE);
    walker.begin(50);
    expect(walker.walk(Uint8Array.of(9, 0x01, 7), 1)).toBe(2);
    walker.begin(70);
    expect(walker.walk(Uint8Array.of(0xc1), 0)).toBe(FAULTED);
    expect(walker.fault).toMatchObject({ kind: 'violation', offset: 70 });
    walker.begin(80);
    expect(walker.walk(Uint8Array.of(0x01), 0)).toBe(1);
    expect(walker.fault).toBeUndefined();
  });

  it.each([
    ['empty arrays', [0xdc, 0, 5, 0x90, 0x90, 0x90, 0x90, 0x90], 7],
    ['nested headers', [0x91, 0x91, 0x91, 0x91, 0x01], 4],
    ['a long count', [0x91, 0xdd, 0, 0, 0, 1, 0x01], 6],
    ['nulls', [0x95, 0xc0, 0xc0, 0xc0, 0xc0, 0xc0], 5],
  ])('counts the bytes of %s too', (_name, bytes, limit) => {
    const chunk = Uint8Array.from(bytes);
    expect(walk([chunk], { valueBytes: chunk.length }).fault).toBeUndefined();
    const { fault } = walk([chunk], { valueBytes: limit }, 1000);
    expect(fault).toEqual({ kind: 'limit', offset: 1000 + limit, setting: 'valueBytes', limit });
  });

  it('names the byte at which a value begins to be too large', () => {
    const array = Uint8Array.of(0x93, 1, 0xc4, 200, 0);
    expect(walk([array], { valueBytes: 100 }, 500).fault).toEqual({
      kind: 'limit',
      offset: 503,
      setting: 'valueBytes',
      limit: 100,
    });
    expect(walk([array], { valueNodes: 3 }, 500).fault).toMatchObject({ offset: 500, setting: 'valueNodes', limit: 3 });
    const deep = Uint8Array.of(0x91, 0x91, 0x91, 0x01);
    expect(walk([deep], { valueDepth: 2 }, 500).fault).toMatchObject({ kind: 'violation', offset: 502 });
  });
});
