import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerDecoder, type AnswerDecoderOptions, type AnswerEnd } from '../../../../src/wire/answer/answerDecoder.ts';
import type { Channel } from '../../../../src/wire/channel.ts';
import type { Fault } from '../../../../src/wire/msgpack/fault.ts';
import { isTerminal } from '../../../../src/wire/frame.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../../src/wire/msgpack/limits.ts';
import { encodeReady } from '../../../../src/wire/readySignal.ts';
import { loadWireFixture } from '../../../support/wireFixtures.ts';
import { concat, cutBy, cutting, dockerFrame, stdoutFrame, text, valueFrame } from '../streams.ts';

interface Decoded {
  readonly seen: unknown[];
  readonly faults: Fault[];
  readonly starts: (number | boolean)[][];
  readonly end: AnswerEnd;
  readonly ready: boolean | undefined;
}

type Push = readonly [Channel, Uint8Array];

function decode(pushes: readonly Push[], options: Partial<AnswerDecoderOptions> = {}): Decoded {
  const seen: unknown[] = [];
  const faults: Fault[] = [];
  const starts: (number | boolean)[][] = [];
  const decoder = new AnswerDecoder(
    {
      frameStart: (...place) => starts.push(place),
      frame: ({ type, start, end, content, partial }) => seen.push([type, start, end, content?.value, partial]),
      stderr: (bytes, inChunk) => seen.push(['stderr', Buffer.from(bytes).toString(), inChunk]),
      daemonError: (bytes, inChunk) => seen.push(['daemon', Buffer.from(bytes).toString(), inChunk]),
      fault: (fault) => {
        faults.push(fault);
        expect(decoder.fault).toBe(faults[0]);
      },
    },
    { limits: DEFAULT_VALUE_LIMITS, ...options },
  );
  for (const [channel, bytes] of pushes) decoder.push(channel, bytes);
  const end = decoder.end();
  expect(decoder.end()).toEqual(end);
  return { seen, faults, starts, end, ready: decoder.ready };
}

const NO_END: AnswerEnd = { truncated: undefined, cut: undefined, undecoded: 0 };
const yielded = valueFrame('yield', [1]);
const returned = valueFrame('return', 'done');

describe('a whole answer', () => {
  it('comes with its frames, stderr and what the daemon says, each with its place', () => {
    const stream = concat(dockerFrame(2, text('warn')), dockerFrame(1, yielded), dockerFrame(3, text('oops')));
    const { seen, faults, starts, end } = decode([
      ['multiplexed', stream],
      ['multiplexed', dockerFrame(1, returned)],
    ]);
    expect(seen).toEqual([
      ['stderr', 'warn', 8],
      ['yield', 0, yielded.length, [1], false],
      ['daemon', 'oops', 28 + yielded.length],
      ['return', yielded.length, yielded.length + returned.length, 'done', false],
    ]);
    expect(starts).toEqual([
      [0, 20, yielded.length, true],
      [yielded.length, 8, returned.length, true],
    ]);
    expect(faults).toEqual([]);
    expect(end).toEqual(NO_END);
  });

  it('comes on plain channels too', () => {
    const { seen, starts, faults } = decode([
      ['stderr', text('warn')],
      ['stdout', concat(yielded, returned)],
    ]);
    expect(seen.map((one) => (one as unknown[])[0])).toEqual(['stderr', 'yield', 'return']);
    expect(starts).toEqual([
      [0, 0, 0, false],
      [yielded.length, yielded.length, 0, false],
    ]);
    expect(faults).toEqual([]);
  });

  it('is decoded only as far as wanted', () => {
    const frames = concat(stdoutFrame('printed'), stdoutFrame(''), yielded, returned);
    const { seen } = decode([['stdout', frames]], { collect: isTerminal });
    expect(seen.map((one) => (one as unknown[])[3])).toEqual([undefined, undefined, undefined, 'done']);
    expect(decode([['stdout', frames]]).seen[1]).toEqual(['stdout', 20, 33, new Uint8Array(0), false]);
  });

  it('can be taken up at any frame, in the middle of a Docker frame', () => {
    const stream = dockerFrame(1, concat(yielded, returned));
    const start = { stdoutOffset: yielded.length, dockerLeft: returned.length };
    const { seen, end } = decode([['multiplexed', stream.subarray(8 + yielded.length)]], { start });
    expect(seen).toEqual([['return', yielded.length, yielded.length + returned.length, 'done', false]]);
    expect(end).toEqual(NO_END);
  });

  it('is a violation where a value is too deep for the stack, in one piece or in two', () => {
    const depth = 100_000;
    const value = new Uint8Array(depth + 1).fill(0x91);
    value[depth] = 0x01;
    const frame = concat(Uint8Array.of(0x92, 0xa6), text('return'), value);
    for (const chunks of [[frame], [frame.subarray(0, 1000), frame.subarray(1000)]]) {
      const { seen, faults } = decode(
        chunks.map((chunk) => ['stdout', chunk]),
        { limits: { ...DEFAULT_VALUE_LIMITS, valueDepth: depth } },
      );
      expect(seen).toEqual([]);
      expect(faults).toMatchObject([{ kind: 'violation', offset: 0, expected: 'a value that can be decoded' }]);
    }
  });

  it('never hands out memory of the chunk', () => {
    const bytes = new Uint8Array(50).fill(7);
    const chunk = concat(
      stdoutFrame(bytes),
      valueFrame('yield', [bytes]),
      valueFrame('yield', ['x'.repeat(2000), bytes]),
    );
    const { seen } = decode([['stdout', chunk]]);
    chunk.fill(0);
    expect(seen.map((one) => (one as unknown[])[3])).toEqual([bytes, [bytes], ['x'.repeat(2000), bytes]]);
  });
});

describe('after the terminal frame', () => {
  const nothing = { kind: 'violation', offset: returned.length, expected: 'nothing after the terminal frame' };

  it.each([
    ['a second terminal frame in the same chunk', [concat(returned, returned)]],
    ['a second terminal frame in the next chunk', [returned, valueFrame('raise', { class: 'E' })]],
    ['junk in the same chunk', [concat(returned, text('A'))]],
    ['junk in a later chunk', [returned, new Uint8Array(0), text('A')]],
    ['the beginning of a frame', [concat(returned, yielded.subarray(0, 1))]],
    ['output', [concat(returned, stdoutFrame('late'))]],
    ['output that is cut', [concat(returned, stdoutFrame('late').subarray(0, -2))]],
    [
      'a frame that is read byte by byte',
      [
        concat(
          returned,
          valueFrame(
            'yield',
            Array.from({ length: 200 }, () => [1]),
          ),
        ),
      ],
    ],
  ])('%s is one violation at its end', (_name, chunks) => {
    const { seen, faults, starts, end } = decode(chunks.map((chunk) => ['stdout', chunk] as const));
    expect(seen).toEqual([['return', 0, returned.length, 'done', false]]);
    expect(faults).toEqual([expect.objectContaining(nothing)]);
    expect(starts).toHaveLength(1);
    expect(end).toEqual({ ...NO_END, undecoded: concat(...chunks).length - returned.length });
  });

  it.each([
    // Neither can be taken at a glance.
    [
      'a frame of many lists',
      valueFrame(
        'yield',
        Array.from({ length: DEFAULT_VALUE_LIMITS.valueDepth + 1 }, () => [1]),
      ),
    ],
    ['half a frame of output', stdoutFrame('printed too late').subarray(0, -4)],
  ])('not even in the same chunk: %s', (_name, more) => {
    const { seen, faults } = decode([['stdout', concat(returned, more)]]);
    expect(seen).toEqual([['return', 0, returned.length, 'done', false]]);
    expect(faults).toEqual([expect.objectContaining({ offset: returned.length })]);
  });

  it('stderr is still welcome', () => {
    const { seen, faults } = decode([
      ['stdout', returned],
      ['stderr', text('bye')],
    ]);
    expect(seen.at(-1)).toEqual(['stderr', 'bye', 0]);
    expect(faults).toEqual([]);
  });
});

describe('a fault', () => {
  it('ends the frames, counts what follows, and leaves stderr', () => {
    const stream = concat(
      dockerFrame(1, concat(yielded, text('junk'))),
      dockerFrame(2, text('err')),
      dockerFrame(1, yielded),
    );
    const { seen, faults, end } = decode([['multiplexed', stream]]);
    expect(seen).toEqual([
      ['yield', 0, yielded.length, [1], false],
      ['stderr', 'err', 8 + yielded.length + 4 + 8],
    ]);
    expect(faults).toMatchObject([{ kind: 'violation', offset: yielded.length }]);
    expect(end.undecoded).toBe(4 + yielded.length);
  });

  it('of the multiplexing ends everything, and may come after one of the frames', () => {
    const broken = concat(dockerFrame(1, text('junk')), dockerFrame(9, text('x')), dockerFrame(2, text('unseen')));
    const { seen, faults, end } = decode([
      ['multiplexed', broken],
      ['multiplexed', dockerFrame(2, text('unseen'))],
    ]);
    expect(seen).toEqual([]);
    expect(faults).toMatchObject([{ offset: 0 }, { offset: 12 }]);
    expect(faults.map((fault) => fault.kind === 'violation' && fault.expected)[1]).toContain('attach stream');
    expect(end).toEqual({ ...NO_END, undecoded: 4 + broken.length - 12 + 14 });
  });

  it('is a raise that is none, or a value that cannot be decoded', () => {
    const raise = valueFrame('raise', { message: 'no class' });
    const { seen, faults } = decode([['stdout', concat(raise, yielded)]]);
    expect(seen).toEqual([]);
    expect(faults).toMatchObject([
      { kind: 'violation', offset: 0, expected: 'a raise with class, message and backtrace' },
    ]);
  });

  it('is the first of several in one chunk, and only that', () => {
    const { faults } = decode([['stdout', concat(valueFrame('raise', {}), text('junk'))]]);
    expect(faults).toMatchObject([{ offset: 0, expected: 'a raise with class, message and backtrace' }]);
  });

  it('is a change of the channel that carries stdout', () => {
    const { seen, faults } = decode([
      ['stdout', yielded],
      ['multiplexed', dockerFrame(1, yielded)],
    ]);
    expect(seen).toHaveLength(1);
    expect(faults).toMatchObject([{ kind: 'violation', offset: yielded.length }]);
  });

  it('is a value past its limit', () => {
    const limits = { ...DEFAULT_VALUE_LIMITS, valueBytes: 10 };
    expect(decode([['stdout', stdoutFrame('12345678901')]], { limits }).faults).toMatchObject([
      { kind: 'limit', setting: 'valueBytes', limit: 10 },
    ]);
  });
});

describe('output in a frame that never ends', () => {
  const frame = stdoutFrame('printed in the last moment', 5);
  const cut = frame.subarray(0, 13 + 10);

  it('is handed on at the end, and the cut is told', () => {
    const { seen, end } = decode([['multiplexed', dockerFrame(1, frame).subarray(0, 8 + cut.length)]]);
    expect(seen).toEqual([['stdout', 0, cut.length, text('printed in'), true]]);
    expect(end.truncated).toMatchObject({ offset: cut.length, found: 'the end of the output' });
    expect(end.cut).toEqual({ offset: 8 + cut.length, where: 'payload' });
  });

  it('is handed on before a fault', () => {
    const { seen, faults } = decode([
      ['multiplexed', dockerFrame(1, cut)],
      ['multiplexed', dockerFrame(7, text('x'))],
    ]);
    expect(seen).toEqual([['stdout', 0, cut.length, text('printed in'), true]]);
    expect(faults).toHaveLength(1);
    const badTime = concat(frame.subarray(0, frame.length - 1), text('?'));
    badTime[badTime.length - 1] = 0xc1;
    expect(decode([['stdout', badTime]]).seen).toEqual([
      ['stdout', 0, badTime.length - 1, text('printed in the last moment'), true],
    ]);
  });

  it('is counted where it is not wanted', () => {
    expect(decode([['stdout', cut]], { collect: isTerminal }).seen).toEqual([
      ['stdout', 0, cut.length, undefined, true],
    ]);
  });
});

describe('the word of being ready', () => {
  const ready = encodeReady(true);
  const answer = concat(yielded, returned, ready);
  const behindReturn = yielded.length + returned.length;

  it('is taken directly after the terminal frame, where it was asked for, however the answer is cut', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), cutting, (takesAnother, plain, shares) => {
        const stream = concat(yielded, returned, encodeReady(takesAnother));
        const pushes = cutBy(plain ? stream : dockerFrame(1, stream), shares);
        const decoded = decode(
          pushes.map((bytes) => [plain ? 'stdout' : 'multiplexed', bytes] as const),
          { reuse: true },
        );
        expect(decoded.seen.map((one) => (one as unknown[])[0])).toEqual(['yield', 'return']);
        expect([decoded.ready, decoded.faults, decoded.end]).toEqual([takesAnother, [], NO_END]);
      }),
    );
  });

  it('need not come', () => {
    const decoded = decode([['stdout', concat(yielded, returned)]], { reuse: true });
    expect([decoded.ready, decoded.faults, decoded.end]).toEqual([undefined, [], NO_END]);
  });

  it('is a violation where nobody asked for it', () => {
    const { faults, ready: said } = decode([['stdout', answer]]);
    expect(faults).toMatchObject([{ offset: behindReturn, expected: 'nothing after the terminal frame' }]);
    expect(said).toBeUndefined();
  });

  it('is a violation before the terminal frame', () => {
    const { faults, seen } = decode([['stdout', concat(yielded, ready, returned)]], { reuse: true });
    expect(faults).toMatchObject([{ kind: 'violation', found: 'the type "ready"' }]);
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['a second one', ready, 8],
    ['a frame', yielded, 8],
    ['another byte', Uint8Array.of(0), 8],
  ])('lets nothing follow it: %s', (_, junk, at) => {
    for (const pushes of [[concat(answer, junk)], [answer, junk]]) {
      const { faults, end } = decode(
        pushes.map((bytes) => ['stdout', bytes] as const),
        { reuse: true },
      );
      expect(faults).toMatchObject([{ offset: behindReturn + at, found: 'more output' }]);
      expect(end.undecoded).toBe(junk.length);
    }
  });

  it('is a violation at the byte where it is something else', () => {
    const forged = encodeReady(true);
    forged[5] = 0x21;
    const { faults, end } = decode([['stdout', concat(returned, forged)]], { reuse: true });
    expect(faults).toMatchObject([{ offset: returned.length + 5 }]);
    expect(end.undecoded).toBe(8);
  });

  it('that is cut off is told at the end, wherever it is', () => {
    for (let length = 1; length < 8; length++) {
      const { end, faults } = decode([['stdout', concat(returned, ready.subarray(0, length))]], { reuse: true });
      expect(end.truncated).toMatchObject({ offset: returned.length + length, found: 'the end of the output' });
      expect(faults).toEqual([]);
    }
  });
});

describe('any cutting', () => {
  it('gives the same frames, faults and end', () => {
    const noisy = loadWireFixture('noisy').attach;
    const streams = [
      noisy,
      concat(noisy, dockerFrame(1, text('late'))),
      noisy.subarray(0, noisy.length - 5),
      concat(dockerFrame(1, stdoutFrame('a'.repeat(99)).subarray(0, 60)), dockerFrame(4, text('x'))),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...streams), cutting, (stream, shares) => {
        const whole = decode([['multiplexed', stream]]);
        const cut = decode(cutBy(stream, shares).map((bytes) => ['multiplexed', bytes] as const));
        const frames = (all: unknown[]): unknown[] => all.filter((one) => (one as unknown[])[0] !== 'stderr');
        expect(frames(cut.seen)).toEqual(frames(whole.seen));
        expect(cut.faults).toEqual(whole.faults);
        expect(cut.end).toEqual(whole.end);
        expect(cut.starts.map(([offset, , left]) => [offset, left])).toEqual(
          whole.starts.map(([offset, , left]) => [offset, left]),
        );
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    const channels = fc.constantFrom<Channel>('multiplexed', 'stdout', 'stderr');
    const seeds = fc.constantFrom(yielded, returned, dockerFrame(1, yielded), dockerFrame(1, returned).subarray(0, 15));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), seeds);
    fc.assert(fc.property(fc.array(fc.tuple(channels, bytes), { maxLength: 10 }), (pushes) => void decode(pushes)));
  });
});
