import fc from 'fast-check';
import { checkHostMessage, checkReply } from '../../../src/protocol/checkMessage.ts';
import { EVENT_TYPES, LANES } from '../../../src/protocol/lane.ts';
import { IMAGE_TYPES, LIMITS, NO_RESULT, PHASES, type Result, type ShownValue } from '../../../src/protocol/result.ts';
import {
  EXPORT_FORMATS,
  HOST_COMMANDS,
  type Density,
  type Detail,
  type Extent,
  type Header,
  type HeardMessage,
  type HostMessage,
  type RowWindow,
  type ViewMessage,
  type ViewReplies,
  type ViewRequest,
} from '../../../src/protocol/protocol.ts';
import { MAX_OUTPUT_BYTES, type Output } from '../../../src/protocol/output.ts';
import type { Copied, CopyReply, Whole } from '../../../src/protocol/value/whole.ts';

const count = fc.nat(2 ** 31 - 1);
const time = fc.double({ min: -1e9, max: 1e12, noNaN: true });
const duration = fc.double({ min: 0, max: 1e12, noNaN: true });
const words = fc.string({ maxLength: 60 });
const clock = fc.constantFrom('arrival' as const, 'inmate' as const);
const lane = fc.constantFrom(...LANES);
const step = fc.constantFrom(1 as const, -1 as const);
const id = fc.nat();
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

const queryMembers = { text: words, regex: fc.boolean(), caseSensitive: fc.boolean(), wholeWord: fc.boolean() };
const query = fc.record(queryMembers);

const filter = fc.record({
  lanes: fc.uniqueArray(lane),
  ...queryMembers,
  minSize: orNull(count),
  maxSize: orNull(count),
});

const path = fc.array(count, { maxLength: 6 });
const whole: fc.Arbitrary<Whole> = fc.oneof(
  fc.record({
    kind: fc.constant('value' as const),
    row: count,
    path,
    form: fc.constantFrom('value' as const, 'text' as const),
  }),
  fc.record({
    kind: fc.constant('stream' as const),
    row: count,
    stream: fc.constantFrom('stdout' as const, 'stderr' as const),
  }),
  fc.record({ kind: fc.constant('raw' as const), row: count, form: fc.constantFrom('hex' as const, 'text' as const) }),
);
const copied: fc.Arbitrary<Copied> = fc.oneof(
  whole,
  fc.record({ kind: fc.constant('path' as const), row: count, path }),
  fc.constant({ kind: 'command' as const }),
);

const requests: { readonly [T in ViewRequest['type']]: fc.Arbitrary<Extract<ViewRequest, { type: T }>> } = {
  rows: fc.tuple(count, fc.nat(2000)).map(([from, length]) => ({ type: 'rows', from, to: from + length })),
  density: fc
    .tuple(time, fc.double({ min: 0.001, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 8192 }), clock)
    .map(([from, length, columns, by]) => ({ type: 'density', from, to: from + length, columns, clock: by })),
  detail: fc.record({ type: fc.constant('detail'), row: count }),
  filter: fc.record({ type: fc.constant('filter'), filter }),
  find: fc.record({ type: fc.constant('find'), query, row: count, step }),
  seek: fc.record({ type: fc.constant('seek'), query, row: count }),
  count: fc.record({ type: fc.constant('count'), query, row: count }),
  mark: fc.record({ type: fc.constant('mark'), query, texts: fc.array(words) }),
  place: fc.record({ type: fc.constant('place'), row: count }),
  neighbour: fc.record({ type: fc.constant('neighbour'), row: count, step }),
  at: fc.record({ type: fc.constant('at'), time, clock }),
  output: fc
    .tuple(count, fc.nat(MAX_OUTPUT_BYTES))
    .map(([from, length]) => ({ type: 'output', from, to: from + length })),
  outputOf: fc.record({ type: fc.constant('outputOf'), row: count }),
  result: fc.constant({ type: 'result' }),
  value: fc.record({ type: fc.constant('value'), row: count, path, from: count }),
  copy: fc.record({ type: fc.constant('copy'), what: copied }),
  streamSize: fc.record({ type: fc.constant('streamSize'), stream: fc.constantFrom('stdout', 'stderr') }),
};

const viewMessageKinds: { readonly [K in ViewMessage['kind']]: fc.Arbitrary<Extract<ViewMessage, { kind: K }>> } = {
  request: fc.record({ kind: fc.constant('request'), id, request: fc.oneof(...Object.values(requests)) }),
  ready: fc.constant({ kind: 'ready' }),
  export: fc.record({ kind: fc.constant('export'), format: fc.constantFrom(...EXPORT_FORMATS) }),
  saveValue: fc.record({ kind: fc.constant('saveValue'), row: count }),
  copy: fc.record({ kind: fc.constant('copy'), text: words }),
  openSource: fc.record({
    kind: fc.constant('openSource'),
    file: words,
    line: fc.integer({ min: 1, max: 9999 }),
    column: orNull(fc.integer({ min: 1, max: 9999 })),
  }),
  stop: fc.constant({ kind: 'stop' }),
  command: fc.record({ kind: fc.constant('command'), command: fc.constantFrom(...HOST_COMMANDS) }),
  started: fc.record({ kind: fc.constant('started'), recording: words }),
  saveWhole: fc.record({ kind: fc.constant('saveWhole'), what: whole }),
  openWhole: fc.record({ kind: fc.constant('openWhole'), what: whole }),
};

/** Everything that a view may say. */
export const viewMessages: fc.Arbitrary<ViewMessage> = fc.oneof(...Object.values(viewMessageKinds));

const header: fc.Arbitrary<Header> = fc.record({
  title: words,
  method: words,
  args: orNull(words),
  outcome: words,
  outcomeKind: fc.constantFrom('running', 'returned', 'raised', 'failed', 'truncated'),
  details: fc.array(words),
  facts: fc.array(fc.tuple(words, words)),
  startedAt: words,
});

const extent: fc.Arbitrary<Extent> = fc.record({
  rows: count,
  shown: count,
  end: duration,
  inmateEnd: duration,
  spans: fc.array(
    fc.record({ name: fc.constantFrom('build', 'create', 'start', 'run', 'remove'), from: time, to: orNull(time) }),
  ),
  call: orNull(
    fc.record({
      from: time,
      to: orNull(time),
      housekeeping: fc.array(
        fc.record({ side: fc.constantFrom('before', 'after'), from: count, to: count, duration }),
        { maxLength: 2 },
      ),
    }),
  ),
  now: orNull(duration),
  complete: fc.boolean(),
  live: fc.boolean(),
});

const abilities = fc.record({
  stop: fc.boolean(),
  export: fc.boolean(),
  openSource: fc.boolean(),
  saveValue: fc.boolean(),
  commands: fc.uniqueArray(fc.constantFrom(...HOST_COMMANDS)),
  texts: fc.dictionary(words, words),
});

const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const rowWindow: fc.Arbitrary<RowWindow> = fc.nat(20).chain((length) =>
  fc.record({
    from: count,
    rows: exactly(length * 4),
    types: exactly(length).map((types) => types.map((type) => type % EVENT_TYPES.length)),
    t: exactly(length * 8),
    at: exactly(length * 8),
    sizes: exactly(length * 4),
    previews: fc.array(words, { minLength: length, maxLength: length }),
  }),
);

const density: fc.Arbitrary<Density> = fc.integer({ min: 1, max: 20 }).chain((columns) =>
  fc.record({
    from: time,
    to: time,
    columns: fc.constant(columns),
    clock,
    lanes: fc.array(fc.record({ lane, counts: exactly(columns * 4), bytes: exactly(columns * 4) }), { maxLength: 5 }),
  }),
);

const detail: fc.Arbitrary<Detail> = fc.uint8Array().chain((raw) =>
  fc.record({
    row: count,
    type: fc.constantFrom(...EVENT_TYPES),
    t: time,
    at: orNull(time),
    size: count,
    value: fc.jsonValue(),
    yielded: orNull(count),
    valueOmitted: count,
    output: orNull(fc.uint8Array()),
    raw: fc.constant(raw),
    marks: fc.array(
      fc.record({
        from: fc.constant(0),
        to: fc.nat(raw.length),
        kind: fc.constantFrom('docker-header', 'value', 'time'),
        label: words,
      }),
      { maxLength: 5 },
    ),
    omitted: count,
  }),
);

const shownValue: fc.Arbitrary<ShownValue> = fc.record({
  row: count,
  size: count,
  content: fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text: words, length: count }),
    fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 40 }), length: count }),
    fc.constant({ kind: 'json' as const, json: { value: [1, 'x'] }, omitted: 0 }),
    fc.constant({ kind: 'large' as const }),
  ),
  image: orNull(fc.record({ type: fc.constantFrom(...IMAGE_TYPES), bytes: fc.uint8Array({ maxLength: 40 }) })),
});

const result: fc.Arbitrary<Result> = fc.oneof(
  fc.record({
    state: fc.constant('running' as const),
    phase: fc.constantFrom(...PHASES),
    elapsed: duration,
    limit: orNull(duration),
    newest: orNull(shownValue),
  }),
  fc.constant({ state: 'reading' as const }),
  fc.record({ state: fc.constantFrom('returned' as const, 'raised' as const), value: shownValue }),
  fc.record({
    state: fc.constant('none' as const),
    why: fc.constantFrom(...NO_RESULT),
    limit: orNull(fc.constantFrom(...LIMITS)),
    newest: orNull(shownValue),
  }),
);

const rowOrNone = fc.record({ row: orNull(count) });

const output: fc.Arbitrary<Output> = fc
  .array(fc.tuple(count, fc.nat(30), fc.nat(1)), { maxLength: 5 })
  .chain((pieces) => {
    const length = pieces.reduce((sum, [, size]) => sum + size, 0);
    return fc.record({
      from: fc.nat(1000),
      total: count.map((behind) => 1000 + length + behind),
      rows: fc.constant(new Uint8Array(Uint32Array.from(pieces, ([row]) => row).buffer)),
      sizes: fc.constant(new Uint8Array(Uint32Array.from(pieces, ([, size]) => size).buffer)),
      streams: fc.constant(Uint8Array.from(pieces, ([, , stream]) => stream)),
      bytes: exactly(length),
    });
  });

export const replies: { readonly [T in keyof ViewReplies]: fc.Arbitrary<ViewReplies[T]> } = {
  rows: rowWindow,
  density,
  detail,
  filter: fc.record({ shown: count }),
  find: rowOrNone,
  seek: rowOrNone,
  count: fc.record({ place: count, total: count, complete: fc.boolean() }),
  mark: fc.record({
    ranges: fc.array(
      fc.uniqueArray(fc.nat(99), { minLength: 2, maxLength: 2 }).map((at) => at.toSorted((a, b) => a - b)),
    ),
  }),
  place: fc.record({ place: count }),
  neighbour: rowOrNone,
  at: rowOrNone,
  output,
  outputOf: fc.tuple(count, count).map(([from, length]) => ({ from, to: from + length })),
  result,
  value: fc.record({ value: fc.jsonValue() }),
  copy: fc.oneof<fc.Arbitrary<CopyReply>[]>(
    fc.constant({ kind: 'copied' }),
    fc.record({ kind: fc.constant('text' as const), text: words }),
    fc.record({ kind: fc.constant('too large' as const), bytes: count }),
    fc.record({ kind: fc.constant('impossible' as const), why: words }),
  ),
  streamSize: fc.record({ bytes: count }),
};

/** Every type that there is: the record above would not compile without one. */
export const REPLY_TYPES = Object.keys(replies) as (keyof ViewReplies)[];

const hostMessageKinds: { readonly [K in HostMessage['kind']]: fc.Arbitrary<Extract<HostMessage, { kind: K }>> } = {
  start: fc.record({ kind: fc.constant('start'), recording: words, header, extent, abilities }),
  growth: fc.record({ kind: fc.constant('growth'), header, extent }),
  reply: fc.record({ kind: fc.constant('reply'), id, reply: fc.oneof(...Object.values(replies)) }),
  failure: fc.record({ kind: fc.constant('failure'), id, message: words }),
  broken: fc.record({ kind: fc.constant('broken'), message: words }),
  reveal: fc.record({ kind: fc.constant('reveal'), row: count }),
};

/** Everything that a host may say. */
export const hostMessages: fc.Arbitrary<HostMessage> = fc.oneof(...Object.values(hostMessageKinds));

/** The message of a host with what is in its reply, whatever was asked. */
export function checkWholeHostMessage(data: unknown): HeardMessage | undefined {
  const message = checkHostMessage(data);
  if (message?.kind !== 'reply') return message;
  return REPLY_TYPES.some((type) => checkReply(type, message.reply)) ? message : undefined;
}
