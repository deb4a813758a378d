import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactDecoder } from '../../../src/wire/exactDecoder.ts';
import type { Fault } from '../../../src/wire/fault.ts';
import type { ValueLimits } from '../../../src/wire/limits.ts';
import { FAULTED, NEED_MORE, ValueWalker } from '../../../src/wire/valueWalker.ts';
import { encoded, simplyEncoded } from './encodings.ts';
import { expectSame } from './expectSame.ts';
import { concat, cutBy, cutting, text } from './streams.ts';

const LIMITS: ValueLimits = { valueBytes: 100_000, valueNodes: 10_000, valueDepth: 50 };

interface Walk {
  /** Length of the value; `undefined` where more was needed or a fault came. */
  readonly length: number | undefined;
  readonly exact: boolean;
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
      return { length, exact: walker.exact, fault: walker.fault };
    }
    before += chunk.length;
  }
  return { length: undefined, exact: walker.exact, fault: undefined };
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

  it('says `exact` whenever the library decodes another value than our decoder, or none', () => {
    let trusted = 0;
    fc.assert(
      fc.property(fc.oneof(simplyEncoded.any, simplyEncoded.map, encoded.any), ({ bytes }) => {
        const ours = new ExactDecoder(bytes).decode();
        if (walk([bytes]).exact) return;
        trusted++;
        expectSame(decode(bytes), ours);
      }),
      { numRuns: 1500 },
    );
    expect(trusted).toBeGreaterThan(300);
  });

  it.each([
    ['a small map', [0x81, 0xa1, 0x61, 0x01], false],
    ['plain text and floats', [0x92, 0xa2, 0x68, 0x69, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0], false],
    ['bytes with high bits', [0xc4, 2, 0xff, 0xef], false],
    ['a number as a key', [0x81, 0x01, 0x01], true],
    ['an array as a key', [0x81, 0x90, 0x01], true],
    ['bytes as a key', [0x81, 0xc4, 0, 0x01], true],
    ['an unsigned 64-bit integer', [0xcf, 0, 0, 0, 0, 0, 0, 0, 1], true],
    ['a signed 64-bit integer', [0xd3, 0, 0, 0, 0, 0, 0, 0, 1], true],
    ['an extension', [0xd4, 5, 0], true],
    ['an accent in a short string', [0xa2, 0xc3, 0xa9], true],
    ['the key __proto__', [0x81, 0xa9, ...text('__proto__'), 0x01], true],
    ['the value __proto__', [0x81, 0xa1, 0x61, 0xa9, ...text('__proto__')], false],
    ['the key __prot0__', [0x81, 0xa9, ...text('__prot0__'), 0x01], false],
    ['an accent in 200 bytes', [0xd9, 200, ...text(`é${'x'.repeat(198)}`)], true],
    ['an accent in 201 bytes', [0xd9, 201, ...text(`é${'x'.repeat(199)}`)], false],
    ['an accent in a long string', [0xda, 1, 0, ...text('é'.repeat(128))], false],
    ['a byte order mark before a long string', [0xda, 1, 2, ...text(`\ufeff${'x'.repeat(255)}`)], true],
    ['a byte order mark within a long string', [0xda, 1, 2, ...text(`x\ufeff${'x'.repeat(254)}`)], false],
    ['a byte order mark before 200 bytes', [0xd9, 200, ...text(`\ufeff${'x'.repeat(197)}`)], true],
    ['a byte order mark before 201 bytes', [0xd9, 201, ...text(`\ufeff${'x'.repeat(198)}`)], true],
  ])('gives the right `exact` for %s', (_name, bytes, exact) => {
    for (const chunks of [[Uint8Array.from(bytes)], bytes.map((byte) => Uint8Array.of(byte))]) {
      expect(walk(chunks)).toEqual({ length: bytes.length, exact, fault: undefined });
    }
  });

  it('forgets the value before when the next begins', () => {
    const walker = new ValueWalker(LIMITS);
    walker.begin(0);
    expect(walker.walk(Uint8Array.of(0x92, 0xcf, 1), 0)).toBe(NEED_MORE);
    walker.begin(40);
    expect(walker.walk(Uint8Array.of(0xdd, 0), 0)).toBe(NEED_MORE);
    walker.begin(50);
    expect(walker.walk(Uint8Array.of(9, 0x01, 7), 1)).toBe(2);
    expect(walker.exact).toBe(false);
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
