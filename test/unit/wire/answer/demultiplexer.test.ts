import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Demultiplexer, type DemultiplexerStart } from '../../../../src/wire/answer/demultiplexer.ts';
import type { Violation } from '../../../../src/wire/msgpack/fault.ts';
import { concat, cutAt, cutBy, cutting, dockerFrame, piecesOf, text } from '../streams.ts';

interface Piece {
  readonly stream: number;
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly remaining: number;
}

function demultiplex(chunks: Iterable<Uint8Array>, start?: DemultiplexerStart) {
  const pieces: Piece[] = [];
  const violations: Violation[] = [];
  const demultiplexer = new Demultiplexer(
    {
      payload(stream, bytes, offset) {
        pieces.push({ stream, bytes: new Uint8Array(bytes), offset, remaining: demultiplexer.remaining });
      },
    },
    start,
  );
  for (const chunk of chunks) {
    const violation = demultiplexer.push(chunk);
    if (violation) violations.push(violation);
  }
  return { pieces, violations, demultiplexer };
}

/** The pieces of each stream joined, and the order of streams where one follows another. */
function streams(pieces: readonly Piece[]): { stream: number; bytes: string }[] {
  const runs: { stream: number; bytes: string }[] = [];
  for (const { stream, bytes } of pieces) {
    const hex = Buffer.from(bytes).toString('hex');
    const last = runs.at(-1);
    if (last?.stream === stream) last.bytes += hex;
    else runs.push({ stream, bytes: hex });
  }
  return runs;
}

const payloads = fc.array(fc.record({ stream: fc.constantFrom(1, 2, 3), bytes: fc.uint8Array({ maxLength: 40 }) }), {
  maxLength: 12,
});

describe('Demultiplexer', () => {
  it('takes any multiplexing and any cutting apart into the same streams', () => {
    fc.assert(
      fc.property(payloads, cutting, (list, shares) => {
        const raw = concat(...list.map(({ stream, bytes }) => dockerFrame(stream, bytes)));
        const whole = list
          .filter(({ bytes }) => bytes.length > 0)
          .map((item) => ({ ...item, offset: 0, remaining: 0 }));
        const { pieces, violations, demultiplexer } = demultiplex(cutBy(raw, shares));
        expect(violations).toEqual([]);
        expect(demultiplexer.end()).toBeUndefined();
        expect(streams(pieces)).toEqual(streams(whole));
        // Each piece names the place in the raw stream at which its bytes stand.
        for (const { bytes, offset } of pieces) expect(raw.subarray(offset, offset + bytes.length)).toEqual(bytes);
      }),
    );
  });

  it('takes 7,281 frames of one byte in one chunk', () => {
    const raw = concat(...Array.from({ length: 7281 }, (_, i) => dockerFrame(1 + (i % 2), Uint8Array.of(i))));
    const { pieces, violations } = demultiplex([raw]);
    expect(violations).toEqual([]);
    expect(pieces).toHaveLength(7281);
    expect(pieces.every(({ stream, bytes }, i) => stream === 1 + (i % 2) && bytes[0] === i % 256)).toBe(true);
  });

  it('hands on views of the chunk, not copies', () => {
    const raw = dockerFrame(1, text('view'));
    let view: Uint8Array | undefined;
    new Demultiplexer({ payload: (_stream, bytes) => (view = bytes) }).push(Buffer.from(raw.buffer));
    expect(view?.buffer).toBe(raw.buffer);
    expect(view?.constructor).toBe(Uint8Array);
  });

  it('hands an error of the daemon on as stream 3', () => {
    expect(demultiplex([dockerFrame(3, text('no space'))]).pieces).toEqual([
      { stream: 3, bytes: text('no space'), offset: 8, remaining: 0 },
    ]);
  });

  it('tells how much of the Docker frame is left behind the piece at hand', () => {
    const { pieces } = demultiplex(cutAt(dockerFrame(2, text('abcdef')), 10, 13));
    expect(pieces.map(({ bytes, offset, remaining }) => [bytes.length, offset, remaining])).toEqual([
      [2, 8, 4],
      [3, 10, 1],
      [1, 13, 0],
    ]);
  });

  it('understands lengths of four bytes', () => {
    const { pieces, demultiplexer } = demultiplex([Uint8Array.of(1, 0, 0, 0, 0xfe, 0xdc, 0xba, 0x98, 7)]);
    expect(pieces).toEqual([{ stream: 1, bytes: Uint8Array.of(7), offset: 8, remaining: 0xfedcba97 }]);
    expect(demultiplexer.remaining).toBe(0xfedcba97);
  });

  const good = dockerFrame(1, text('kept'));
  it.each([
    ['stream 0', [0, 0, 0, 0, 0, 0, 0, 1, 65]],
    ['stream 4', [4, 0, 0, 0, 0, 0, 0, 1, 65]],
    ['stream 9', [9, 0, 0, 0, 0, 0, 0, 1, 65]],
    ['a first padding byte', [1, 1, 0, 0, 0, 0, 0, 1, 65]],
    ['a second padding byte', [1, 0, 7, 0, 0, 0, 0, 1, 65]],
    ['a third padding byte', [2, 0, 0, 255, 0, 0, 0, 1, 65]],
  ])('calls %s a violation at its header, keeps what came before and takes nothing after', (_name, bad) => {
    const raw = concat(good, Uint8Array.from(bad), good);
    for (const chunks of [[raw], piecesOf(raw, 1), cutAt(raw, good.length + 3)]) {
      const { pieces, violations, demultiplexer } = demultiplex(chunks);
      expect(violations).toHaveLength(1);
      expect(violations[0]).toMatchObject({ kind: 'violation', offset: good.length });
      expect(violations[0]?.found).toBe(`the bytes ${bad.slice(0, 4).join(' ')}`);
      expect(streams(pieces)).toEqual([{ stream: 1, bytes: Buffer.from('kept').toString('hex') }]);
      expect(demultiplexer.push(good)).toBeUndefined();
      expect(demultiplexer.end()).toBeUndefined();
    }
  });

  it('says where a stream was cut', () => {
    const raw = concat(good, dockerFrame(2, text('xyz')));
    for (let length = 0; length <= raw.length; length++) {
      const inFrame = length < good.length ? length : length - good.length;
      const frameLength = length < good.length ? good.length : raw.length - good.length;
      const where = inFrame === 0 || inFrame === frameLength ? undefined : inFrame < 8 ? 'header' : 'payload';
      const { demultiplexer } = demultiplex([raw.subarray(0, length)]);
      expect(demultiplexer.end()).toEqual(where && { offset: length, where });
    }
  });

  it('takes a stream up in the middle of a payload', () => {
    const raw = concat(dockerFrame(2, text('first')), good, dockerFrame(3, text('last')));
    const whole = demultiplex([raw]);
    for (let skipped = 8; skipped <= 13; skipped++) {
      const start = { offset: skipped, stream: 2, remaining: 13 - skipped } as const;
      const { pieces, violations } = demultiplex([raw.subarray(skipped)], start);
      expect(violations).toEqual([]);
      expect(pieces.slice(-2)).toEqual(whole.pieces.slice(-2));
      const rest = text('first').subarray(skipped - 8);
      const first = rest.length > 0 ? [{ stream: 2, bytes: rest, offset: skipped, remaining: 0 }] : [];
      expect(pieces.slice(0, -2)).toEqual(first);
    }
  });

  it('names the offset of a violation within the whole stream when it began in the middle', () => {
    const start = { offset: 1000, stream: 1, remaining: 2 } as const;
    const { violations } = demultiplex([concat(text('ab'), Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0))], start);
    expect(violations).toMatchObject([{ offset: 1002 }]);
  });

  it('never throws and faults at most once on any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), (chunks) => {
        expect(demultiplex(chunks).violations.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
