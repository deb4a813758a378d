import { decodeMulti } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { scan } from './scan.ts';
import { concat } from './streams.ts';

const times = fc.option(
  fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(0x7f, 0x80, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1), fc.maxSafeNat()),
  { nil: undefined },
);

const withTime = (frame: unknown[], at: number | undefined): unknown[] => (at === undefined ? frame : [...frame, at]);

describe('frames of ours', () => {
  it('are what the library reads, and our scanner', () => {
    fc.assert(
      fc.property(fc.constantFrom('yield', 'return', 'raise'), fc.uint8Array(), times, (type, payload, at) => {
        const value = type === 'raise' ? { class: 'E' } : [1, 'a'];
        const frame = concat(...encodeFrameParts(type, encodeValue(value), at));
        const output = concat(...encodeStdoutParts(payload, at));
        expect([...decodeMulti(concat(frame, output))]).toEqual([
          withTime([type, value], at),
          withTime(['stdout', payload], at),
        ]);
        expect(scan([frame, output])).toMatchObject({
          frames: [
            { type, at },
            { type: 'stdout', at },
          ],
          faults: [],
        });
      }),
    );
  });

  it('carry payload and value without a copy', () => {
    const payload = new Uint8Array(70_000);
    expect(encodeStdoutParts(payload, 5)).toContain(payload);
    expect(encodeFrameParts('return', payload)).toContain(payload);
  });

  it.each([0, 1, 255, 256, 65_535, 65_536, 0x1_02_03_04])('announce output of %d bytes', (length) => {
    const output = concat(...encodeStdoutParts(new Uint8Array(length), 5));
    expect(scan([output], {}, { valueBytes: 2 ** 30 }).frames).toMatchObject([{ payloadBytes: length, at: 5 }]);
  });
});
