import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import { AnswerDecoder, type AnswerEnd } from '../../../src/wire/answer/answerDecoder.ts';
import type { Channel } from '../../../src/wire/channel.ts';
import type { Fault } from '../../../src/wire/msgpack/fault.ts';
import { encodeReady } from '../../../src/wire/readySignal.ts';
import { anyFrame } from '../../unit/wire/scan.ts';
import { concat, cutBy, cutting, dockerFrame } from '../../unit/wire/streams.ts';
import { Random } from '../random.ts';
import { referenceAnswer, referenceStreams, type ReferenceAnswer } from '../referenceAnswer.ts';
import type { Target } from '../target.ts';

const DEPTH = 20;
const LIMITS = { valueBytes: 2 ** 20, valueNodes: 2 ** 16, valueDepth: DEPTH };

interface Read {
  readonly frames: readonly unknown[];
  readonly stderr: Buffer;
  readonly daemonErrors: Buffer;
  readonly faults: readonly Fault[];
  readonly end: AnswerEnd;
  readonly ready: boolean | undefined;
}

const word = fc.constantFrom(encodeReady(true), encodeReady(false)).chain((bytes) =>
  fc.oneof(
    fc.constant(bytes),
    fc.nat(8).map((end) => bytes.subarray(0, end)),
    fc.constant(concat(bytes, bytes)),
  ),
);
const frames = fc
  .tuple(fc.array(anyFrame, { maxLength: 6 }), fc.option(word, { nil: new Uint8Array(0) }))
  .map(([made, last]) => Buffer.concat([...made.map(({ bytes }) => bytes), last]));
const noise = fc.uint8Array({ maxLength: 20 });
const dockerFrames = fc
  .tuple(
    fc.constantFrom(0, 2),
    frames,
    cutting,
    fc.array(fc.tuple(fc.constantFrom(2, 3, 1, 0, 9), noise), { maxLength: 2 }),
  )
  .map(([first, answer, shares, others]) =>
    Buffer.concat([
      Uint8Array.of(first),
      ...cutBy(answer, shares).map((piece) => dockerFrame(1, piece)),
      ...others.map(([stream, bytes]) => dockerFrame(stream, bytes)),
    ]),
  );
const plain = fc
  .tuple(fc.constantFrom(1, 3), frames)
  .map(([first, answer]) => Buffer.concat([Uint8Array.of(first), answer]));

/**
 * A whole answer: its first byte says whether it is multiplexed, and whether the container may be ready after it. However it is cut, it gives the same, which is what two
 * plain readings of the two protocols give, up to one fault with its offset.
 */
export const answer: Target = {
  name: 'answer',
  generate: (seed, count) =>
    fc.sample(fc.oneof(dockerFrames, plain), { seed, numRuns: count }).map((bytes) => new Uint8Array(bytes)),
  run: (input) => {
    const channel = (input[0] ?? 0) % 2 === 0 ? 'multiplexed' : 'stdout';
    const bytes = input.subarray(1);
    const reuse = ((input[0] ?? 0) & 2) !== 0;
    const whole = read(channel, [bytes], reuse);
    deepStrictEqual(read(channel, Random.of(input).pieces(bytes), reuse), whole, 'what comes in pieces');
    const streams =
      channel === 'multiplexed'
        ? referenceStreams(Buffer.from(bytes))
        : { ...referenceStreams(Buffer.alloc(0)), stdout: Buffer.from(bytes) };
    deepStrictEqual(whole.stderr, streams.stderr, 'stderr');
    deepStrictEqual(whole.daemonErrors, streams.daemonErrors, 'errors of the daemon');
    const broken = whole.faults.filter(
      (fault) => fault.kind === 'violation' && fault.expected.includes('attach stream'),
    );
    deepStrictEqual(broken.length === 1, streams.ending === 'invalid', 'a fault of the multiplexing');
    deepStrictEqual(whole.end.cut !== undefined, streams.ending === 'short', 'a cut of the multiplexing');
    const reference = referenceAnswer(streams.stdout, DEPTH);
    const ready = reuse && reference.ending === 'more' ? wordAt(streams.stdout, reference.at) : undefined;
    deepStrictEqual(whole.ready !== undefined, ready !== undefined && ready !== 'short', 'the word of being ready');
    const ending = ready === 'whole' || ready === 'short' ? ready : reference.ending;
    compareFrames(whole, { ...reference, ending }, streams.stdout.length, broken.length);
  },
};

/** What stands behind the terminal frame: the word, a part of it, or the word and more. */
function wordAt(stdout: Buffer, at: number): 'whole' | 'short' | 'more' | undefined {
  const found = stdout.subarray(at).toString('latin1');
  const words = [encodeReady(true), encodeReady(false)].map((bytes) => Buffer.from(bytes).toString('latin1'));
  if (words.includes(found)) return 'whole';
  if (words.some((bytes) => bytes.startsWith(found))) return 'short';
  return words.some((bytes) => found.startsWith(bytes)) ? 'more' : undefined;
}

function compareFrames(
  { frames: found, faults, end }: Read,
  expected: ReferenceAnswer,
  bytes: number,
  broken: number,
): void {
  const complete = found.filter((frame) => !(frame as { partial: boolean }).partial);
  deepStrictEqual(
    complete.map((frame) => (frame as { frame: unknown }).frame),
    expected.frames,
    'the frames',
  );
  ok(found.length - complete.length <= 1, 'more than one frame is cut');
  const faulty = faults.length - broken;
  ok(faulty <= 1, 'more than one fault of the frames');
  const [fault] = faults;
  if (faulty === 1 && fault)
    ok(fault.offset >= expected.at && fault.offset <= bytes, 'a fault is told at another place');
  if (expected.ending === 'whole') ok(faulty === 0 && !end.truncated, 'a whole answer has a fault');
  if (expected.ending === 'invalid' || expected.ending === 'more') ok(faulty === 1, 'a fault is not told');
  // A claim past a limit is told before the bytes run out.
  if (expected.ending === 'short') ok(faulty === 1 || broken === 1 || end.truncated, 'a cut is not told');
}

function read(channel: Channel, chunks: readonly Uint8Array[], reuse: boolean): Read {
  const found: unknown[] = [];
  const faults: Fault[] = [];
  const stderr: Uint8Array[] = [];
  const daemonErrors: Uint8Array[] = [];
  const decoder = new AnswerDecoder(
    {
      frame: ({ type, start, end, content, partial }) =>
        found.push({ partial, frame: { type, start, end, value: type === 'raise' ? 'a raise' : content?.value } }),
      stderr: (bytes) => stderr.push(new Uint8Array(bytes)),
      daemonError: (bytes) => daemonErrors.push(new Uint8Array(bytes)),
      fault: (fault) => faults.push(fault),
    },
    { limits: LIMITS, reuse },
  );
  for (const chunk of chunks) {
    // The memory is the caller's again afterwards.
    const block = new Uint8Array(chunk);
    decoder.push(channel, block);
    block.fill(0xc1);
  }
  const end = decoder.end();
  const streams = { stderr: Buffer.concat(stderr), daemonErrors: Buffer.concat(daemonErrors) };
  return { frames: found, faults, ...streams, end, ready: decoder.ready };
}
