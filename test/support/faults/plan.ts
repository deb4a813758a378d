import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { Seeded } from './seeded.ts';

/** The calls of the API that a dispatch makes. */
export const CALLS = [
  'ping',
  'image',
  'build',
  'create',
  'attach',
  'wait',
  'start',
  'kill',
  'inspect',
  'remove',
] as const;
export type Call = (typeof CALLS)[number];

/** What a daemon can do to a call instead of answering it. */
export const FAULTS = [
  /** It takes a second, or a minute. */
  'slow',
  'sluggish',
  /** No answer, ever. */
  'silent',
  /** The connection is cut before the answer, or in the middle of it. */
  'cut',
  'cut-after-headers',
  'cut-in-body',
  /** The headers come, and never the body: of a refusal, and of what looks like success. */
  'stalled-refusal',
  'stalled-success',
  /** A refusal that explains itself, and some that make no sense. */
  'error-500',
  'error-404',
  'error-409',
  'error-html',
  /** Success, with a body that says nothing, or something else. */
  'empty',
  'null',
  'list',
  'other-types',
  'not-json',
  'long',
  /** A protocol upgrade that was not requested. */
  'upgrade',
  /** An answer that is not HTTP. */
  'garbage',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What happens to the stream of the container's output. */
export type StreamFault =
  | { readonly kind: 'none' }
  /** It ends before that byte: cleanly, or with the connection reset. */
  | { readonly kind: 'end' | 'reset'; readonly at: number }
  /** Nothing more comes from that byte on. */
  | { readonly kind: 'stall'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: number; readonly mask: number };

/** One way in which a daemon behaves, over one dispatch. */
export interface Plan {
  /** Its faults in the first `times` calls of each kind; `Infinity`: in all. */
  readonly faults: ReadonlyMap<Call, { readonly fault: Fault; readonly times: number }>;
  readonly stream: StreamFault;
  /** The container's output, multiplexed. */
  readonly output: Uint8Array;
  /** Bytes in each write of it. */
  readonly chunk: number;
  /** Whether the container ends by itself after an output without a result. */
  readonly exits: boolean;
  readonly exitCode: number;
  /** Of the dispatch, in milliseconds. */
  readonly timeout: number;
  /** Milliseconds after which it is cancelled. */
  readonly cancelAfter: number | undefined;
  /** Whether the dispatch names a folder, so that an image is built. */
  readonly builds: boolean;
  /** Whether containers are kept waiting for the next dispatch. */
  readonly pooled: boolean;
  /** When the container closes its streams without having read its request: before that comes, or in the middle of it. */
  readonly refuses?: 'before' | 'amid';
}

export const HARMLESS: Plan = {
  faults: new Map(),
  stream: { kind: 'none' },
  output: multiplexedAnswer(),
  chunk: 1 << 20,
  exits: true,
  exitCode: 0,
  timeout: 60_000,
  cancelAfter: undefined,
  builds: false,
  pooled: false,
};

/** The plan of a seed: always the same one. */
export function planOf(seed: number): Plan {
  const random = new Seeded(seed);
  const faults = new Map<Call, { fault: Fault; times: number }>();
  for (let left = random.below(4); left > 0; left--) {
    faults.set(random.pick(CALLS), { fault: random.pick(FAULTS), times: random.pick([1, 1, 2, Infinity]) });
  }
  const output = multiplexedAnswer(random.pick(['return', 'raise', 'none']), random.below(20), random);
  return {
    faults,
    stream: streamFault(random, output.length),
    output,
    chunk: random.pick([1, 7, 100, 1 << 20]),
    exits: random.chance(0.8),
    exitCode: random.pick([0, 0, 1, 137, 139]),
    timeout: random.pick([300, 2000, 10_000]),
    // A build may take its time: only a human can tell that it takes too long.
    cancelAfter: random.chance(0.25) ? random.below(3000) : faults.has('build') ? 20_000 : undefined,
    builds: random.chance(0.2),
    pooled: random.chance(0.3),
  };
}

function streamFault(random: Seeded, length: number): StreamFault {
  const at = random.below(length + 1);
  const kind = random.pick<StreamFault['kind']>(['none', 'none', 'none', 'end', 'reset', 'stall', 'flip']);
  if (kind === 'none') return { kind };
  return kind === 'flip' ? { kind, at, mask: 1 << random.below(8) } : { kind, at };
}

/** What a container writes: output, yields and stderr, and how it ends. */
export function multiplexedAnswer(
  end: 'return' | 'raise' | 'none' = 'return',
  frames = 3,
  random = new Seeded(1),
): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let n = 0; n < frames; n++) {
    const kind = random.below(3);
    if (kind === 0) parts.push(dockerFrame(2, Buffer.from(`warning ${n}\n`)));
    else if (kind === 1) parts.push(dockerFrame(1, ...encodeStdoutParts(Buffer.from(`line ${n}\n`))));
    else parts.push(dockerFrame(1, ...encodeFrameParts('yield', encodeValue([n]))));
  }
  const raise = { class: 'Error', message: 'as planned', backtrace: [] };
  if (end !== 'none') parts.push(dockerFrame(1, ...encodeFrameParts(end, encodeValue(end === 'return' ? 42 : raise))));
  return Buffer.concat(parts);
}

function dockerFrame(stream: number, ...payload: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(
    payload.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  return Buffer.concat([header, ...payload]);
}
