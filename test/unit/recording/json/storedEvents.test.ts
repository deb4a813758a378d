import { describe, expect, it } from 'vitest';
import type { Lifecycle } from '../../../../src/recording/event.ts';
import { outcomeToJson, readLifecycle, readOutcome } from '../../../../src/recording/json/storedEvents.ts';
import type { Outcome } from '../../../../src/recording/outcome.ts';

/** One of each; the types see to it that none is missing. */
const LIFECYCLE: { readonly [E in Lifecycle['event']]: Extract<Lifecycle, { event: E }> } = {
  build: { event: 'build', image: 'hoosegow:a' },
  built: { event: 'built', image: 'hoosegow:a' },
  create: { event: 'create', container: 'n' },
  created: { event: 'created', container: 'id' },
  attached: { event: 'attached' },
  start: { event: 'start' },
  started: { event: 'started' },
  requested: { event: 'requested', bytes: 12 },
  kill: { event: 'kill', reason: 'r' },
  exited: { event: 'exited', code: null, signal: 'SIGKILL', oomKilled: true },
  kept: { event: 'kept', container: 'n', served: 2 },
  remove: { event: 'remove' },
  removed: { event: 'removed' },
  omitted: { event: 'omitted', bytes: 1 },
  note: { event: 'note', text: 't' },
};

const raise = { class: 'E', message: 'm', backtrace: ['at a', 'at b'] };

const OUTCOMES: { readonly [O in Outcome['outcome']]: Extract<Outcome, { outcome: O }> } = {
  returned: { outcome: 'returned' },
  raised: { outcome: 'raised', ...raise, cause: { ...raise, cause: raise } },
  exited: { outcome: 'exited', code: 3, signal: null },
  'out-of-memory': { outcome: 'out-of-memory', limit: null, setting: 'memory' },
  'timed-out': { outcome: 'timed-out', limit: 60_000, setting: 'timeout' },
  cancelled: { outcome: 'cancelled', message: 'by the caller', notes: ['one', 'two'] },
  'output-limit': { outcome: 'output-limit', limit: 5, setting: 'valueNodes' },
  'protocol-violation': { outcome: 'protocol-violation', offset: 9, expected: 'e', found: 'f' },
  'engine-failed': { outcome: 'engine-failed', message: 'm', phase: 'attach' },
};

describe('what is stored of a dispatch', () => {
  it.each(Object.values(LIFECYCLE))('keeps lifecycle event $event', (step) => {
    expect(readLifecycle(JSON.parse(JSON.stringify(step)))).toEqual(step);
    expect(readLifecycle({ ...step, more: 1 })).toEqual(step);
  });

  it('keeps how long a container had waited, and refuses one without the other', () => {
    const step = { event: 'started', container: 'hoosegow-1', waited: 5 };
    expect(readLifecycle(JSON.parse(JSON.stringify(step)))).toEqual(step);
    expect(() => readLifecycle({ event: 'started', container: 'hoosegow-1' })).toThrow('waited is not a number');
    expect(() => readLifecycle({ ...step, container: 1 })).toThrow('container is not a string');
  });

  it('keeps how many dispatches a container had served, and refuses what is not a number', () => {
    const step = { event: 'started', container: 'hoosegow-1', waited: 5, shared: 3 };
    expect(readLifecycle(JSON.parse(JSON.stringify(step)))).toEqual(step);
    expect(() => readLifecycle({ ...step, shared: 'many' })).toThrow('shared is not a number');
  });

  it('keeps what was built and what on, as far as that is known, and refuses what is something else', () => {
    const base = { name: 'node:24-slim', digest: `sha256:${'a'.repeat(64)}` };
    for (const more of [{ id: 'sha256:1' }, { base }, { id: 'sha256:1', base: { name: 'local', id: 'sha256:2' } }]) {
      const step = { event: 'built', image: 'hoosegow:a', ...more };
      expect(readLifecycle(JSON.parse(JSON.stringify(step)))).toEqual(step);
    }
    const built = { event: 'built', image: 'hoosegow:a' };
    expect(readLifecycle({ ...built, base: { ...base, more: 1 } })).toEqual({ ...built, base });
    expect(() => readLifecycle({ ...built, id: 1 })).toThrow('id is not a string');
    expect(() => readLifecycle({ ...built, base: 'node' })).toThrow('base is not an object');
    expect(() => readLifecycle({ ...built, base: { digest: 'x' } })).toThrow('base.name is not a string');
  });

  it.each(Object.values(OUTCOMES))('keeps outcome $outcome', (outcome) => {
    expect(readOutcome(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
    expect(readOutcome({ ...outcome, more: 1 })).toEqual(outcome);
  });

  it('is refused where a member is missing or of another type', () => {
    const wrong: unknown[] = [undefined, { un: 'expected' }, [[]]];
    for (const [read, stored] of [
      [readLifecycle, Object.values(LIFECYCLE)],
      [readOutcome, Object.values(OUTCOMES)],
    ] as const) {
      for (const one of stored) {
        for (const key of Object.keys(one).filter((name) => name !== 'cause' && name !== 'notes')) {
          for (const value of wrong) expect(() => read({ ...one, [key]: value })).toThrow(/ is /);
        }
      }
    }
    expect(() => readOutcome({ ...OUTCOMES.cancelled, notes: 'x' })).toThrow('notes is not a list of strings');
    expect(() => readOutcome({ ...OUTCOMES['output-limit'], setting: 'x' })).toThrow('one of outputBytes');
    expect(() => readLifecycle(null)).toThrow('not an object');
  });

  it('keeps the errors and the details of a raise, whatever values they are', () => {
    const details = {
      code: 'E',
      at: new Date(5),
      large: 2n ** 60n,
      bytes: Uint8Array.of(1, 2),
      none: NaN,
      map: new Map<unknown, unknown>([[1, 'one']]),
      date: { date: 'only looks like a tag' },
      ...(JSON.parse('{ "__proto__": 1 }') as object),
    };
    const outcome: Outcome = { outcome: 'raised', ...raise, errors: [{ ...raise, details }, raise], details };
    expect(readOutcome(JSON.parse(JSON.stringify(outcomeToJson(outcome))))).toEqual(outcome);
    for (const other of Object.values(OUTCOMES)) expect(readOutcome(outcomeToJson(other))).toEqual(other);
  });

  it('is refused where the errors or the details of a raise are none', () => {
    expect(() => readOutcome({ ...OUTCOMES.raised, errors: 'x' })).toThrow('errors is not a list');
    expect(() => readOutcome({ ...OUTCOMES.raised, errors: ['x'] })).toThrow('error is not an object');
    for (const details of [null, 1, [1], { map: [[1, 2]] }]) {
      expect(() => readOutcome({ ...OUTCOMES.raised, details })).toThrow('details of a raise are no object');
    }
    expect(() => readOutcome({ ...OUTCOMES.raised, details: { base64: 5 } })).toThrow('details.base64 must be');
  });

  it('has no chain of causes that overflows the stack', () => {
    let cause: unknown = raise;
    for (let i = 0; i < 20_000; i++) cause = { ...raise, cause };
    expect(() => readOutcome({ outcome: 'raised', ...(cause as object) })).toThrow('more than 100 causes');
    let error: unknown = raise;
    for (let i = 0; i < 20_000; i++) error = { ...raise, errors: [error] };
    expect(() => readOutcome({ outcome: 'raised', ...(error as object) })).toThrow('more than 100 causes');
  });
});
