import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { FrameScanner } from '../../../src/wire/answer/frameScanner.ts';
import { ARRAY_FORMS, MAP_FORMS, uint } from './encodings.ts';
import { anyFrame, scan } from './scan.ts';
import { concat, cutAt, cutBy, cutting, piecesOf, stdoutFrame, text, valueFrame } from './streams.ts';
import { threadTime } from '../../support/threadTime.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';

const good = concat(stdoutFrame('kept'), valueFrame('yield', [1], 9));
const MIB = 1024 * 1024;

/** The beginning of a frame, up to its value. */
function frameHead(type: string, items = 2): Uint8Array {
  return concat(Uint8Array.of(0x90 + items, 0xa0 + type.length), text(type));
}

/** A lead byte and the count or length behind it. */
function wide(lead: number, width: number, value: number): Uint8Array {
  return concat(Uint8Array.of(lead), uint(width, value));
}

describe('FrameScanner, faced with what is not a frame', () => {
  it.each([
    ['plain text', text('hello'), 0],
    ['an array of one', Uint8Array.of(0x91, 0x01), 0],
    ['an array of four', Uint8Array.of(0x94, 0x01), 0],
    ['a map', Uint8Array.of(0x82, 0x01), 0],
    ['a long array header', Uint8Array.of(0xdc, 0, 2), 0],
    ['a type that is a number', Uint8Array.of(0x92, 0x05), 1],
    ['a type of another length', concat(Uint8Array.of(0x92, 0xa4), text('exit')), 1],
    ['an unknown type of five letters', frameHead('yells'), 6],
    ['an unknown type of six letters', frameHead('stdin!'), 7],
    ['a type of another case', frameHead('Return'), 7],
    ['a type with a high byte', concat(Uint8Array.of(0x92, 0xa5, 0x79), Uint8Array.of(0xff, 0xff, 0xff, 0xff)), 6],
    ['output that is a number', concat(frameHead('stdout'), Uint8Array.of(0x05)), 8],
    ['output that is nil', concat(frameHead('stdout'), Uint8Array.of(0xc0)), 8],
    ['output that is an array', concat(frameHead('stdout'), Uint8Array.of(0x91)), 8],
    ['output that is an extension', concat(frameHead('stdout'), Uint8Array.of(0xc7)), 8],
    ['a yield that is not an array', concat(frameHead('yield'), Uint8Array.of(0x81)), 7],
    ['a yield that is text', concat(frameHead('yield'), Uint8Array.of(0xa1)), 7],
    ['a raise that is not a map', concat(frameHead('raise'), Uint8Array.of(0x91)), 7],
    ['a raise that is nil', concat(frameHead('raise'), Uint8Array.of(0xc0)), 7],
    ['a byte that msgpack never uses', concat(frameHead('return'), Uint8Array.of(0xc1)), 8],
    ['that byte deep in a value', concat(frameHead('return'), Uint8Array.of(0x92, 0x91, 0x00, 0xc1)), 11],
    ['a negative time', concat(frameHead('return', 3), Uint8Array.of(0x00, 0xff)), 9],
    ['a signed time', concat(frameHead('return', 3), Uint8Array.of(0x00, 0xd0)), 9],
    ['a fractional time', concat(frameHead('return', 3), Uint8Array.of(0x00, 0xcb)), 9],
    ['a time that is text', concat(frameHead('stdout', 3), Uint8Array.of(0xa0, 0xa1)), 9],
  ])('calls %s a violation at its byte, and keeps the frames before', (_name, bad, at) => {
    const bytes = concat(good, bad, good);
    for (const chunks of [[bytes], piecesOf(bytes, 1), cutAt(bytes, good.length, good.length + bad.length)]) {
      const { frames, faults, end } = scan(chunks, { start: 1000 });
      expect(faults).toMatchObject([{ kind: 'violation', offset: 1000 + good.length + at }]);
      expect(frames.map(({ type }) => type)).toEqual(['stdout', 'yield']);
      expect(end).toBeUndefined();
    }
  });

  it('says what it expected and what it found', () => {
    expect(scan([text('ok')]).faults).toEqual([
      {
        kind: 'violation',
        offset: 0,
        expected: 'a frame: an array of two or three items whose first is stdout, yield, return or raise',
        found: 'the byte 0x6f',
      },
    ]);
    expect(scan([frameHead('reboot')]).faults).toMatchObject([{ found: 'the type "reboot"' }]);
    expect(scan([Uint8Array.of(0x92, 0x07)]).faults).toMatchObject([{ found: 'the byte 0x07 in place of its type' }]);
  });

  it('ends in frames or in one fault on any bytes, never throws, and takes nothing afterwards', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(fc.constantFrom('stdout', 'yield', 'return', 'raise'), fc.uint8Array({ maxLength: 40 }))
        .map(([type, junk]) => concat(frameHead(type, 3), junk)),
      // A frame with one byte of it forged.
      fc
        .tuple(anyFrame, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat({ max: 255 }))
        .map(([frame, share, byte]) => {
          const forged = new Uint8Array(frame.bytes);
          forged[Math.floor(share * forged.length)] = byte;
          return forged;
        }),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), cutting, (list, shares) => {
        const whole = scan([concat(...list)]);
        const cut = scan([...cutBy(concat(...list), shares), good]);
        expect(whole.faults.length).toBeLessThanOrEqual(1);
        expect(cut.frames.slice(0, whole.frames.length)).toEqual(whole.frames);
        if (whole.faults.length === 0) return;
        expect(cut).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('FrameScanner’s limits', () => {
  const limits = { valueBytes: 1000, valueNodes: 100, valueDepth: 5 };
  const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
  const list = (items: number): unknown[] => Array.from({ length: items }, () => 1);

  it.each([
    ['bytes of a value', valueFrame('return', 'x'.repeat(997)), valueFrame('return', 'x'.repeat(998)), 'valueBytes'],
    ['bytes of output', stdoutFrame('x'.repeat(1000)), stdoutFrame('x'.repeat(1001)), 'valueBytes'],
    ['items', valueFrame('yield', list(99)), valueFrame('yield', list(100)), 'valueNodes'],
    ['nested items', valueFrame('return', [list(97), 1]), valueFrame('return', [list(97), 1, 1]), 'valueNodes'],
    ['depth', valueFrame('return', nest(5)), valueFrame('return', nest(6)), 'a deeper one'],
  ])('on %s hold exactly, and are one past it passed', (_name, within, past, what) => {
    for (const size of [1, 7, 2000]) {
      expect(scan(piecesOf(within, size), {}, limits)).toMatchObject({ faults: [], end: undefined });
      const { faults } = scan(piecesOf(concat(within, past), size), {}, limits);
      expect(faults).toHaveLength(1);
      const [fault] = faults;
      expect(fault?.kind === 'limit' ? fault.setting : fault?.found).toBe(what);
      expect(fault?.offset).toBeGreaterThanOrEqual(within.length);
    }
  });

  it('stop output at its header, before any of it is handed on', () => {
    const { faults, rest, frames } = scan([stdoutFrame('x'.repeat(1001))], {}, limits);
    expect(faults).toEqual([{ kind: 'limit', offset: 12, setting: 'valueBytes', limit: 1000 }]);
    expect({ rest, frames }).toEqual({ rest: '', frames: [] });
  });
});

describe('FrameScanner, faced with bombs', () => {
  const largest = 2 ** 32 - 1;
  const repeat = (unit: Uint8Array): Uint8Array => concat(...Array.from({ length: 100 }, () => unit)).subarray(0, 100);
  const map = (unit: Uint8Array): Uint8Array => concat(unit, Uint8Array.of(1));
  const counts = [1, 15, 65_535, 999_998, 8_000_000, largest];
  const nests = counts.flatMap((count) => [
    ...ARRAY_FORMS.filter(({ most }) => count <= most).map(({ lead, width }): [string, Uint8Array] => [
      `arrays of ${count}, ${width} bytes of length`,
      width === 0 ? Uint8Array.of(lead | count) : wide(lead, width, count),
    ]),
    ...MAP_FORMS.filter(({ most }) => count <= most).map(({ lead, width }): [string, Uint8Array] => [
      `maps of ${count}, ${width} bytes of length`,
      map(width === 0 ? Uint8Array.of(lead | count) : wide(lead, width, count)),
    ]),
  ]);
  const lengths = [0xc4, 0xc7, 0xd9].flatMap((lead) =>
    ([1, 2, 4] as const).map((width, i): [string, Uint8Array] => [
      `the lead byte 0x${(lead + i).toString(16)} and the largest length`,
      wide(lead + i, width, 256 ** width - 1),
    ]),
  );

  it.each([...nests, ...lengths])('of %s, ends in a fault and in no memory', (_name, unit) => {
    const bomb = repeat(unit);
    const memory = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    for (const type of ['return', 'yield', 'raise', 'stdout']) {
      const head = frameHead(type);
      collectGarbage();
      const before = memory();
      const { frames, faults, end } = scan([good, head, bomb]);
      expect(memory() - before).toBeLessThan(32 * MIB);
      expect(frames).toHaveLength(2);
      const [found] = [...faults, ...(end ? [end] : [])];
      expect(found?.offset).toBeGreaterThanOrEqual(good.length + head.length);
      expect(found?.offset).toBeLessThanOrEqual(good.length + head.length + bomb.length);
    }
  });

  it('refuses at its header a count that no allowed value can hold', () => {
    const { faults } = scan([frameHead('return'), wide(0xdd, 4, largest)]);
    expect(faults).toEqual([
      {
        kind: 'violation',
        offset: 12,
        expected: `an array or map that fits into ${16 * MIB} bytes (limit valueBytes)`,
        found: `a header that announces ${largest} items`,
      },
    ]);
  });

  it('refuses at its header a length past the limit', () => {
    const { faults } = scan([frameHead('return'), wide(0xc6, 4, largest)]);
    expect(faults).toEqual([{ kind: 'limit', offset: 12, setting: 'valueBytes', limit: 16 * MIB }]);
  });
});

describe('FrameScanner, faced with one value in many chunks', () => {
  const limits = { valueBytes: 80 * MIB, valueNodes: 10_000_000, valueDepth: 100 };

  /** Milliseconds of work, whatever else the machine does, to scan the frame in pieces; the value must come out whole. */
  function timeOf(frame: Uint8Array, size: number): number {
    let whole = 0;
    const scanner = new FrameScanner({ frame: ({ value }) => (whole += value?.length ?? 0) }, limits);
    const started = threadTime();
    for (const piece of piecesOf(frame, size)) scanner.push(piece);
    const work = threadTime() - started;
    expect(whole).toBe(frame.length - 8);
    return work;
  }

  const strings = (bytes: number): Uint8Array =>
    concat(wide(0xdd, 4, bytes / 64), Buffer.alloc(bytes, encodeValue('x'.repeat(62))));
  const binary = (bytes: number): Uint8Array => concat(wide(0xc6, 4, bytes), new Uint8Array(bytes));

  it.each([
    ['bytes', binary],
    ['strings', strings],
  ])('takes 64 MiB of %s in 16 KB chunks in linear time, below 2 s', (_name, value) => {
    const [, short = 0, middle, long] = [16, 16, 32, 64].map((size) =>
      timeOf(concat(frameHead('return'), value(size * MIB)), 16 * 1024),
    );
    expect(long).toBeLessThan(2000);
    // Four times the bytes: 4 if linear, 16 if quadratic; the rest is the noise of small figures.
    expect(middle).toBeLessThan(Math.max(5 * short, 250));
    expect(long).toBeLessThan(Math.max(10 * short, 500));
  });

  it.each([
    ['bytes', binary],
    ['strings', strings],
    ['text', (bytes: number): Uint8Array => encodeValue('ä'.repeat(bytes / 2))],
  ])('takes 1 MiB of %s byte by byte', (_name, value) => {
    expect(timeOf(concat(frameHead('return'), value(MIB)), 1)).toBeLessThan(2000);
  });
});
