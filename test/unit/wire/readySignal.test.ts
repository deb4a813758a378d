import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeReady, ReadyReader } from '../../../src/wire/readySignal.ts';
import { concat, cutBy, cutting } from './streams.ts';

/** Pushes each chunk, and says how many bytes of all belonged to the word. */
function read(reader: ReadyReader, chunks: readonly Uint8Array[]): number {
  let taken = 0;
  for (const chunk of chunks) {
    const end = reader.push(chunk, 0, chunk.length);
    taken += end;
    if (end < chunk.length) break;
  }
  return taken;
}

describe('the word of being ready', () => {
  it('is a frame of eight bytes', () => {
    expect(Buffer.from(encodeReady(true)).toString('hex')).toBe('92a57265616479c3');
    expect(Buffer.from(encodeReady(false)).toString('hex')).toBe('92a57265616479c2');
  });

  it.each([true, false])('is read however it comes: %s', (takesAnother) => {
    fc.assert(
      fc.property(cutting, (shares) => {
        const reader = new ReadyReader();
        expect(read(reader, cutBy(encodeReady(takesAnother), shares))).toBe(8);
        expect([reader.ready, reader.isCut]).toEqual([takesAnother, false]);
      }),
    );
  });

  it('is known to be cut wherever it is', () => {
    for (let length = 0; length < 8; length++) {
      const reader = new ReadyReader();
      expect(read(reader, [encodeReady(true).subarray(0, length)])).toBe(length);
      expect([reader.ready, reader.isCut]).toEqual([undefined, length > 0]);
    }
  });

  it('is nothing else, at whichever byte', () => {
    for (let index = 0; index < 8; index++) {
      const forged = encodeReady(true);
      forged[index] = 0x00;
      const reader = new ReadyReader();
      expect(read(reader, [forged])).toBe(index);
      expect(reader.ready).toBeUndefined();
    }
  });

  it('comes once', () => {
    const reader = new ReadyReader();
    expect(read(reader, [concat(encodeReady(true), encodeReady(false))])).toBe(8);
    expect(reader.ready).toBe(true);
  });
});
