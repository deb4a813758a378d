import type { Raise } from '../../wire/frame.ts';
import type { Outcome } from '../outcome.ts';
import type { Lifecycle } from '../event.ts';
import { Members, ShapeError } from './members.ts';
import { readBase } from './storedImage.ts';
import { fromTagged, toTagged, type JsonObject } from '../../wire/json/taggedJson.ts';

type LifecycleReaders = {
  readonly [E in Lifecycle['event']]: (members: Members) => Extract<Lifecycle, { readonly event: E }>;
};

const LIFECYCLE: LifecycleReaders = {
  build: (m) => ({ event: 'build', image: m.text('image') }),
  built: (m) => ({
    event: 'built',
    image: m.text('image'),
    ...(m.has('id') ? { id: m.text('id') } : {}),
    ...readBase(m),
  }),
  create: (m) => ({ event: 'create', container: m.text('container') }),
  created: (m) => ({ event: 'created', container: m.text('container') }),
  attached: () => ({ event: 'attached' }),
  start: () => ({ event: 'start' }),
  started: (m) => ({
    event: 'started',
    ...(m.has('container') ? { container: m.text('container'), waited: m.number('waited') } : {}),
    ...(m.has('shared') ? { shared: m.number('shared') } : {}),
  }),
  requested: (m) => ({ event: 'requested', bytes: m.number('bytes') }),
  kill: (m) => ({ event: 'kill', reason: m.text('reason') }),
  exited: (m) => ({
    event: 'exited',
    code: m.numberOrNull('code'),
    signal: m.textOrNull('signal'),
    oomKilled: m.boolean('oomKilled'),
  }),
  kept: (m) => ({ event: 'kept', container: m.text('container'), served: m.number('served') }),
  remove: () => ({ event: 'remove' }),
  removed: () => ({ event: 'removed' }),
  omitted: (m) => ({ event: 'omitted', bytes: m.number('bytes') }),
  note: (m) => ({ event: 'note', text: m.text('text') }),
};

/** Characters shown of a step that this version does not know. */
const MAX_UNKNOWN = 500;

/**
 * A step that this version does not know becomes a note with all that it holds: a newer version wrote it, and what
 * follows it can be read all the same.
 *
 * @param json what `JSON.parse` gave
 * @throws ShapeError where it is not a lifecycle event of this format
 */
export function readLifecycle(json: unknown): Lifecycle {
  const members = new Members(json, 'lifecycle');
  const event = members.text('event');
  if (!isKey(LIFECYCLE, event)) {
    const text = JSON.stringify(json);
    const shown = text.length > MAX_UNKNOWN ? `${text.slice(0, MAX_UNKNOWN)}…` : text;
    return { event: 'note', text: `written by a newer version: ${shown}` };
  }
  return LIFECYCLE[event](members);
}

type OutcomeReaders = {
  readonly [O in Outcome['outcome']]: (members: Members) => Extract<Outcome, { readonly outcome: O }>;
};

const OUTCOMES: OutcomeReaders = {
  returned: () => ({ outcome: 'returned' }),
  raised: (m) => ({ outcome: 'raised', ...readRaise(m, 0) }),
  exited: (m) => ({ outcome: 'exited', code: m.numberOrNull('code'), signal: m.textOrNull('signal') }),
  'out-of-memory': (m) => ({
    outcome: 'out-of-memory',
    limit: m.numberOrNull('limit'),
    setting: m.oneOf('setting', ['memory']),
  }),
  'timed-out': (m) => ({
    outcome: 'timed-out',
    limit: m.number('limit'),
    setting: m.oneOf('setting', ['timeout', 'signal']),
  }),
  cancelled: (m) => ({ outcome: 'cancelled', message: m.text('message') }),
  'output-limit': (m) => ({
    outcome: 'output-limit',
    limit: m.number('limit'),
    setting: m.oneOf('setting', ['outputBytes', 'valueBytes', 'valueNodes']),
  }),
  'protocol-violation': (m) => ({
    outcome: 'protocol-violation',
    offset: m.number('offset'),
    expected: m.text('expected'),
    found: m.text('found'),
  }),
  'engine-failed': (m) => ({ outcome: 'engine-failed', message: m.text('message'), phase: m.text('phase') }),
};

/**
 * @param json what `JSON.parse` gave
 * @throws ShapeError where it is not an outcome of this format
 */
export function readOutcome(json: unknown): Outcome {
  const members = new Members(json, 'outcome');
  const outcome = members.text('outcome');
  if (!isKey(OUTCOMES, outcome))
    throw new ShapeError(`outcome is ${JSON.stringify(outcome)}, written by a newer version`);
  const read = OUTCOMES[outcome](members);
  return members.has('notes') ? { ...read, notes: members.texts('notes') } : read;
}

/** @returns what `readOutcome` reads: the details of a raise are in tagged form */
export function outcomeToJson(outcome: Outcome): JsonObject {
  return Object.fromEntries(Object.entries(outcome).map(([name, member]) => [name, toTagged(member)]));
}

/** More than the wire allows; it keeps hostile JSON from overflowing the stack. */
const MAX_CAUSES = 100;

function readRaise(members: Members, depth: number): Raise {
  if (depth > MAX_CAUSES) throw new ShapeError(`a raise has more than ${MAX_CAUSES} causes`);
  const inner = (json: unknown, name: string): Raise => readRaise(new Members(json, name), depth + 1);
  return {
    class: members.text('class'),
    message: members.text('message'),
    backtrace: members.texts('backtrace'),
    ...(members.has('cause') ? { cause: inner(members.raw('cause'), 'cause') } : {}),
    ...(members.has('errors') ? { errors: members.list('errors').map((json) => inner(json, 'error')) } : {}),
    ...(members.has('details') ? { details: readDetails(members.raw('details')) } : {}),
  };
}

function readDetails(json: unknown): Readonly<Record<string, unknown>> {
  const details = fromTagged(json, 'details');
  const isObject =
    typeof details === 'object' && details !== null && Object.getPrototypeOf(details) === Object.prototype;
  if (!isObject) throw new ShapeError('the details of a raise are no object');
  return { ...details };
}

function isKey<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key);
}
