import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_VALUE_LIMITS } from '../../../../src/wire/msgpack/limits.ts';
import { WholeFrame } from '../../../../src/wire/answer/wholeFrame.ts';
import { anyFrame } from '../scan.ts';
import { concat, stdoutFrame, text, valueFrame } from '../streams.ts';

/** `[stdout, payload]` with a header of the payload as it is given. */
function output(...header: number[]): Uint8Array {
  return concat(Uint8Array.of(0x92, 0xa6), text('stdout'), Uint8Array.of(...header), text('payload'));
}

describe('a frame that a chunk holds', () => {
  it('is read as it was made, decoded or not, whatever follows', () => {
    fc.assert(
      fc.property(anyFrame, fc.boolean(), ({ type, bytes, payload, at }, decode) => {
        const whole = new WholeFrame(DEFAULT_VALUE_LIMITS, () => decode);
        const chunk = concat(text('before'), bytes, new Uint8Array(20));
        expect(whole.read(chunk, 6, chunk.length)).toBe(true);
        expect([whole.type, whole.end]).toEqual([type, 6 + bytes.length]);
        expect(chunk.subarray(whole.payloadStart, whole.payloadEnd)).toEqual(payload);
        expect(whole.at).toBe(at ?? NaN);
        expect(whole.decoded).toBe(decode && type !== 'stdout');
      }),
      { numRuns: 500 },
    );
  });

  it('is left to the scanner wherever it is cut', () => {
    fc.assert(
      fc.property(anyFrame, fc.boolean(), ({ bytes }, decode) => {
        const whole = new WholeFrame(DEFAULT_VALUE_LIMITS, () => decode);
        for (let end = 0; end < bytes.length; end++) {
          expect(whole.read(bytes.subarray(0, end), 0, end)).toBe(false);
          expect(whole.read(concat(bytes, new Uint8Array(20)), 0, end)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['output of which only a part of the length has come', output(0xdb, 0, 0).subarray(0, 11)],
    ['output of 2 GiB', output(0xdb, 0x80, 0, 0, 0)],
    ['output of 4 GiB less a byte', output(0xc6, 0xff, 0xff, 0xff, 0xff)],
    ['output past its limit', stdoutFrame(new Uint8Array(101))],
    ['a yield that is none', valueFrame('yield', 'no array')],
    ['a raise that is none', valueFrame('raise', 'no map')],
    ['a time that is none', concat(valueFrame('yield', [1], 1).subarray(0, -1), Uint8Array.of(0xc0))],
    ['a type that is none', concat(Uint8Array.of(0x92, 0xa5), text('yiexd'), Uint8Array.of(0x91, 1, 1))],
    ['a type that ends otherwise', concat(Uint8Array.of(0x92, 0xa6), text('returm'), Uint8Array.of(0x91, 1, 1))],
    ['no frame', new Uint8Array(20)],
  ])('is not found in %s', (_name, bytes) => {
    expect(new WholeFrame({ ...DEFAULT_VALUE_LIMITS, valueBytes: 100 }).read(bytes, 0, bytes.length)).toBe(false);
  });

  it('holds nothing any more once it was released', () => {
    const whole = new WholeFrame(DEFAULT_VALUE_LIMITS, () => true);
    const bytes = valueFrame('yield', ['a value that is not small'], 1);
    expect(whole.read(bytes, 0, bytes.length)).toBe(true);
    expect(whole.value).toEqual(['a value that is not small']);
    whole.release();
    expect(whole.value).toBeUndefined();
  });
});
