import { ExtData } from '../../src/wire/msgpack/ext.ts';
import type { BaseImage, DispatchMeta, EventBody, EventType, Lifecycle, Raise } from '../../src/recording/event.ts';
import type { Outcome } from '../../src/recording/outcome.ts';

/** One of each, with every member that it may have: the types ensure that none is missing. */
type Whole<Union, Tag extends keyof Union> = {
  readonly [T in Union[Tag] & string]: Required<Extract<Union, { readonly [K in Tag]: T }>>;
};

const BASE = { name: 'node:24-slim', digest: `sha256:${'a'.repeat(64)}`, id: 'sha256:2' } satisfies Required<BaseImage>;

export const STEPS = {
  build: { event: 'build', image: 'hoosegow:a' },
  built: { event: 'built', image: 'hoosegow:a', id: 'sha256:1', base: BASE },
  create: { event: 'create', container: 'hoosegow-1' },
  created: { event: 'created', container: 'c0ffee' },
  attached: { event: 'attached' },
  start: { event: 'start' },
  started: { event: 'started', container: 'hoosegow-1', waited: 5.5, shared: 3 },
  requested: { event: 'requested', bytes: 12 },
  kill: { event: 'kill', reason: 'limit timeout passed' },
  exited: { event: 'exited', code: 137, signal: 'SIGKILL', oomKilled: true },
  kept: { event: 'kept', container: 'hoosegow-1', served: 2 },
  remove: { event: 'remove' },
  removed: { event: 'removed' },
  omitted: { event: 'omitted', bytes: 1 },
  note: { event: 'note', text: 'a \u2028 note' },
} satisfies Whole<Lifecycle, 'event'>;

/** A value of each kind that the wire has. */
const VALUES: readonly unknown[] = [
  null,
  true,
  -1.5,
  2 ** 60,
  'text',
  [],
  {},
  [[1], { a: { b: null } }],
  2n ** 60n,
  NaN,
  Infinity,
  -Infinity,
  -0,
  new Date(5),
  new Date(8.64e15),
  Uint8Array.of(0, 255),
  new ExtData(-7, Uint8Array.of(1)),
  new Map<unknown, unknown>([[[1], 'one']]),
  // These look like tags.
  { base64: 5 },
  { map: 'x' },
  { ext: 1, base64: 'x' },
];

const LAST = { class: 'E', message: '', backtrace: [] } satisfies Raise;
const RAISE = {
  class: 'TypeError',
  message: 'm',
  backtrace: ['at a', 'at b'],
  cause: LAST,
  errors: [LAST, { ...LAST, details: { code: 'E1' } }],
  details: { code: 'E1', values: VALUES },
} satisfies Required<Raise>;

const NOTES = { notes: ['one', 'two'] };

export const OUTCOMES = {
  returned: { outcome: 'returned', ...NOTES },
  raised: { outcome: 'raised', ...RAISE, ...NOTES },
  exited: { outcome: 'exited', code: 3, signal: 'SIGTERM', ...NOTES },
  'out-of-memory': { outcome: 'out-of-memory', limit: 1024, setting: 'memory', ...NOTES },
  'timed-out': { outcome: 'timed-out', limit: 60_000.5, setting: 'timeout', ...NOTES },
  cancelled: { outcome: 'cancelled', message: 'm', ...NOTES },
  'output-limit': { outcome: 'output-limit', limit: 5, setting: 'valueNodes', ...NOTES },
  'protocol-violation': { outcome: 'protocol-violation', offset: 9, expected: 'e', found: 'f', ...NOTES },
  'engine-failed': { outcome: 'engine-failed', message: 'm', phase: 'attach', ...NOTES },
} satisfies Whole<Outcome, 'outcome'>;

export const BODIES = {
  lifecycle: Object.values<Lifecycle>(STEPS).map((value) => ({ type: 'lifecycle', value })),
  stdout: [Uint8Array.of(), Uint8Array.of(0x68, 0x69), Uint8Array.of(0xff)].map((value) => ({ type: 'stdout', value })),
  stderr: [Uint8Array.of(0x0a), Uint8Array.of(0xc3)].map((value) => ({ type: 'stderr', value })),
  yield: [[], VALUES].map((value) => ({ type: 'yield', value })),
  return: [undefined, ...VALUES].map((value) => ({ type: 'return', value })),
  raise: [RAISE, LAST].map((value) => ({ type: 'raise', value })),
  outcome: Object.values<Outcome>(OUTCOMES).map((value) => ({ type: 'outcome', value })),
} satisfies { readonly [T in EventType]: readonly Extract<EventBody, { readonly type: T }>[] };

export const META = {
  method: 'render',
  args: VALUES,
  startedAt: '2026-01-02T03:04:05.678Z',
  engine: 'docker',
  endpoint: 'unix:///var/run/docker.sock',
  image: 'hoosegow:abc',
  imageId: 'sha256:1',
  base: BASE,
  runtime: 'runsc',
  limits: { timeout: 60_000, cpus: 0.5 },
  isolation: 'a container',
  inmateDir: '/inmates/markdown',
  env: ['TOKEN'],
  reuse: true,
  versions: { hoosegow: '0.1.0', node: '24.0.0' },
} satisfies Required<DispatchMeta>;
