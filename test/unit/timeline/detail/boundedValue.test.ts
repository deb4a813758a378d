import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReply } from '../../../../src/protocol/checkMessage.ts';
import type { Detail } from '../../../../src/protocol/protocol.ts';
import { boundValue } from '../../../../src/timeline/detail/boundedValue.ts';
import { ExtData } from '../../../../src/wire/msgpack/ext.ts';
import { readCut, shownOf } from '../../../../src/protocol/value/cut.ts';
import { fromTagged } from '../../../../src/wire/json/taggedJson.ts';

const key = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', 'map', 'base64', 'ext', 'cut', 'then'));
const { tree: values } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.oneof(
      fc.double(),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array(),
      fc.date({ noInvalidDate: true }),
      fc.tuple(fc.integer({ min: -128, max: 127 }), fc.uint8Array()).map(([type, data]) => new ExtData(type, data)),
    ),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as unknown),
    fc
      .uniqueArray(fc.tuple(fc.integer(), tie('tree')), { minLength: 1, maxLength: 4, selector: ([one]) => one })
      .map((entries) => new Map(entries)),
  ),
}));

function isSendable(value: unknown): boolean {
  const detail: Detail = {
    row: 0,
    type: 'return',
    t: 0,
    at: null,
    size: 0,
    value,
    yielded: null,
    valueOmitted: 0,
    output: null,
    raw: new Uint8Array(),
    marks: [],
    omitted: 0,
  };
  return checkReply('detail', detail) !== undefined;
}

describe('a value for a view', () => {
  it('is the same value in tagged form where it is not too large', () => {
    fc.assert(
      fc.property(values, (value) => {
        const { json, omitted } = boundValue(value);
        expect(omitted).toBe(0);
        expect(fromTagged(json)).toEqual(value);
        expect(isSendable(json)).toBe(true);
        expect(JSON.stringify(json)).not.toContain('"__proto__":');
      }),
      { numRuns: 300 },
    );
  });

  const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 'the core';
    for (let i = 0; i < levels; i++) value = wrap(value);
    return value;
  };

  it.each<[string, unknown]>([
    ['a long list', Array(200_000).fill(1)],
    ['a list of bytes', Array.from({ length: 60_000 }, () => new Uint8Array(1))],
    ['a long string', 'x'.repeat(5_000_000)],
    ['many strings', Array(100).fill('x'.repeat(100_000))],
    ['many bytes', new Uint8Array(5_000_000)],
    ['a long map', new Map(Array.from({ length: 100_000 }, (_, i) => [i, i]))],
    ['many objects that look like tags', Array.from({ length: 60_000 }, () => ({ map: 1 }))],
    [
      'many objects with odd keys',
      Array.from({ length: 60_000 }, (): unknown => JSON.parse('{"__proto__":1,"a":2,"b":3}')),
    ],
    ['a deep list', nested(900, (inner) => [inner])],
    ['a deep object', nested(900, (inner) => ({ a: inner, b: 1, c: 2 }))],
    ['a deep tag', nested(900, (inner) => ({ map: inner }))],
    ['a deep map', nested(900, (inner) => new Map([[1, inner]]))],
    ['long keys', Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}${'k'.repeat(50_000)}`, 1]))],
    ['a long extension', new ExtData(1, new Uint8Array(5_000_000))],
  ])('is cut and counted where it is: %s', (_name, value) => {
    const { json, omitted } = boundValue(value);
    expect(omitted).toBeGreaterThan(0);
    expect(isSendable(json)).toBe(true);
  });

  it.each<[string, unknown, object]>([
    ['a list', Array.from({ length: 10_000 }, (_, i) => ({ i, text: 'x'.repeat(200) })), { of: 'list', size: 10_000 }],
    ['a list of numbers', Array(200_000).fill(1), { of: 'list', size: 200_000 }],
    ['bytes', new Uint8Array(5_000_000), { of: 'bytes', size: 5_000_000 }],
    ['a text', 'x'.repeat(5_000_000), { of: 'text', size: 5_000_000 }],
    ['a map', new Map(Array.from({ length: 100_000 }, (_, i) => [i, i])), { of: 'map', size: 100_000 }],
    [
      'an object',
      Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`k${i}`, 1])),
      { of: 'object', size: 90_000 },
    ],
    ['an extension', new ExtData(1, new Uint8Array(5_000_000)), { of: 'ext', size: 5_000_000 }],
  ])('says how long it is where it is cut: %s', (_name, value, cut) => {
    expect(readCut(boundValue(value).json)).toMatchObject(cut);
  });

  it('shows as much of a list of numbers as a message holds', () => {
    const cut = readCut(boundValue(Array(200_000).fill(1)).json);
    expect(cut?.rest).toBeLessThan(151_000);
    expect(cut?.shown).toHaveLength(200_000 - (cut?.rest ?? 0));
  });

  it('says of a value in the depth what it is, and how long', () => {
    let json = boundValue(nested(900, (inner) => [inner, 2, 3])).json as unknown;
    let levels = 0;
    for (; !readCut(json) && Array.isArray(json); levels++) json = json[0];
    expect(levels).toBeGreaterThan(50);
    expect(readCut(json)).toEqual({ of: 'list', size: 3, rest: 3, shown: [] });
  });

  it.each<[string, unknown]>([
    ['a list', Array.from({ length: 120_000 }, (_, i) => i)],
    ['a text', `b${'😀'.repeat(700_001)}`],
    ['bytes', new Uint8Array(3_000_001).fill(7)],
    ['an object', Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`key ${i}`, i]))],
    ['a map', new Map(Array.from({ length: 40_000 }, (_, i) => [i, i]))],
  ])('is all there in parts: %s', (_name, value) => {
    const parts: unknown[] = [];
    for (let from = 0, rest = 1; rest > 0;) {
      const { json } = boundValue(value, from);
      expect(isSendable(json)).toBe(true);
      const cut = readCut(json);
      parts.push(fromTagged(shownOf(json)));
      rest = cut?.rest ?? 0;
      from = (cut?.size ?? 0) - rest;
    }
    expect(parts.length).toBeGreaterThan(1);
    // Not by `toEqual`, which would print all of it.
    expect(isDeepStrictEqual(joined(parts), value)).toBe(true);
  });
});

function joined(parts: readonly unknown[]): unknown {
  const [first] = parts;
  if (typeof first === 'string') return parts.join('');
  if (first instanceof Uint8Array) return new Uint8Array(Buffer.concat(parts as Uint8Array[]));
  if (Array.isArray(first)) return parts.flat();
  if (first instanceof Map) return new Map((parts as Map<unknown, unknown>[]).flatMap((part) => [...part]));
  return Object.assign({}, ...parts) as unknown;
}
