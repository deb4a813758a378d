import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameType } from '../../../../src/wire/frame.ts';
import { FrameScanner, type ScannedFrame } from '../../../../src/wire/answer/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../../src/wire/msgpack/limits.ts';
import { anyFrame, scan } from '../scan.ts';
import { concat, cutAt, cutBy, cutting, piecesOf, stdoutFrame, text, valueFrame } from '../streams.ts';

const answer = concat(
  stdoutFrame('one\n', 5),
  valueFrame('yield', [1, 'zwei'], 300),
  stdoutFrame(''),
  valueFrame('raise', { class: 'E', message: 'm', backtrace: [] }, 2 ** 40),
  valueFrame('return', null),
);

describe('FrameScanner', () => {
  it('keeps a value whose time is still to come when the chunk is used again', () => {
    // A yield of [1, 2, 3], cut before its time.
    const stream = Uint8Array.of(0x93, 0xa5, ...Buffer.from('yield'), 0x93, 1, 2, 3, 0xcd, 0x12, 0x34);
    for (let cut = stream.length - 3; cut < stream.length; cut++) {
      const values: (number[] | undefined)[] = [];
      const scanner = new FrameScanner(
        { frame: ({ value }) => values.push(value && [...value]) },
        DEFAULT_VALUE_LIMITS,
      );
      const block = stream.slice(0, cut);
      scanner.push(block);
      block.fill(0xc1);
      for (const byte of stream.subarray(cut)) scanner.push(Uint8Array.of(byte));
      expect(values).toEqual([[0x93, 1, 2, 3]]);
    }
  });

  it('finds the same frames however they are made and cut', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 6 }),
        cutting,
        fc.nat(),
        fc.subarray<FrameType>(['yield', 'return', 'raise']),
        (list, shares, start, wanted) => {
          const bytes = concat(...list.map((frame) => frame.bytes));
          const collect = (type: FrameType): boolean => wanted.includes(type);
          const { frames, starts, faults, rest, end } = scan(cutBy(bytes, shares), { start, collect });
          expect({ faults, rest, end }).toEqual({ faults: [], rest: '', end: undefined });
          let offset = start;
          const expected = list.map(({ type, bytes: whole, payload, at }) => ({
            type,
            start: offset,
            end: (offset += whole.length),
            payloadBytes: payload.length,
            at,
            value: type !== 'stdout' && collect(type) ? payload : undefined,
            stdout: type === 'stdout' ? Buffer.from(payload).toString('hex') : '',
          }));
          expect(frames).toEqual(expected);
          expect(starts).toEqual(expected.map((frame) => frame.start));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('takes answers of the gem, without times, and ours', () => {
    expect(scan([answer]).frames.map(({ type, at }) => [type, at])).toEqual([
      ['stdout', 5],
      ['yield', 300],
      ['stdout', undefined],
      ['raise', 2 ** 40],
      ['return', undefined],
    ]);
  });

  it('collects every value unless told otherwise, and output never', () => {
    expect(scan([answer]).frames.map(({ value }) => value !== undefined)).toEqual([false, true, false, true, true]);
    expect(scan(piecesOf(answer, 1), { collect: () => false }).frames.map(({ value }) => value)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it('asks once a value whether it is wanted', () => {
    const asked: FrameType[] = [];
    const collect = (type: FrameType): boolean => asked.push(type) > 0;
    scan(piecesOf(answer, 1), { collect });
    expect(asked).toEqual(['yield', 'raise', 'return']);
  });

  it('hands output on as views, part by part as it comes, before the frame is whole', () => {
    const bytes = stdoutFrame('abcdef', 7);
    const from = bytes.length - 7;
    const parts: Uint8Array[] = [];
    let frames = 0;
    const scanner = new FrameScanner(
      { stdout: (part) => parts.push(part), frame: () => frames++ },
      DEFAULT_VALUE_LIMITS,
    );
    for (const chunk of cutAt(bytes, from, from + 2, from + 5)) scanner.push(chunk);
    expect(parts.map((part) => Buffer.from(part).toString())).toEqual(['ab', 'cde', 'f']);
    expect(parts.every((part) => part.buffer === bytes.buffer)).toBe(true);
    expect(frames).toBe(1);
    expect(scanner.end()).toBeUndefined();
  });

  it('asks its handler for no more than frames', () => {
    const frames: ScannedFrame[] = [];
    const scanner = new FrameScanner({ frame: (frame) => frames.push(frame) }, DEFAULT_VALUE_LIMITS);
    expect(scanner.push(answer)).toBeUndefined();
    expect(frames).toHaveLength(5);
  });

  it('gives a value as a view where one chunk holds it', () => {
    let value: Uint8Array | undefined;
    const scanner = new FrameScanner({ frame: (frame) => (value = frame.value) }, DEFAULT_VALUE_LIMITS);
    const bytes = valueFrame('return', 'as it is');
    scanner.push(bytes);
    expect(value?.buffer).toBe(bytes.buffer);
  });

  it('leaves the one terminal frame to others: frames behind it are frames', () => {
    const bytes = concat(
      valueFrame('return', 1),
      valueFrame('raise', {}),
      valueFrame('return', 2),
      stdoutFrame('late'),
    );
    expect(scan([bytes]).frames.map(({ type }) => type)).toEqual(['return', 'raise', 'return', 'stdout']);
  });

  it('calls an answer that ends inside a frame a violation, at every byte', () => {
    const boundaries = new Map([[0, 0]]);
    for (const { end } of scan([answer]).frames) boundaries.set(end, boundaries.size);
    let begun = 0;
    for (let length = 0; length <= answer.length; length++) {
      const { frames, faults, end } = scan([answer.subarray(0, length)]);
      expect(faults).toEqual([]);
      const whole = boundaries.get(length);
      if (whole !== undefined) begun = length;
      const violation = {
        kind: 'violation',
        offset: length,
        expected: `the rest of the frame that begins at byte ${begun}`,
        found: 'the end of the output',
      };
      expect(end).toEqual(whole === undefined ? violation : undefined);
      expect(frames).toHaveLength(boundaries.get(begun) ?? -1);
    }
  });

  it('hands on the output that came before the cut', () => {
    const bytes = stdoutFrame('partial output');
    expect(scan([bytes.subarray(0, -4)]).rest).toBe(Buffer.from(text('partial ou')).toString('hex'));
  });
});
