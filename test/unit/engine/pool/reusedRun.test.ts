import { afterEach, describe, expect, it, vi } from 'vitest';
import { DispatchRun } from '../../../../src/engine/dispatch/dispatchRun.ts';
import type { DispatchTask } from '../../../../src/engine/dispatch/dispatchTask.ts';
import { resolveLimits } from '../../../../src/engine/options/limits.ts';
import { JailPool } from '../../../../src/engine/pool/jailPool.ts';
import type { Checkin, OwnJail } from '../../../../src/engine/dispatch/readyJail.ts';
import type { Lifecycle } from '../../../../src/recording/event.ts';
import { encodeReady } from '../../../../src/wire/readySignal.ts';
import { ScriptedHost, type Script, type ScriptedJail } from '../../../support/scriptedHost.ts';
import { unread } from '../../../support/unread.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';

const RETURNED = valueFrame('return', 42, 7);
const RAISED = valueFrame('raise', { class: 'E', message: 'm', backtrace: [] });
const READY = encodeReady(true);

afterEach(() => void vi.useRealTimers());

interface Wishes {
  /** Whether a jail that is ready is taken back. */
  readonly takes?: boolean;
  /** Milliseconds for which its word is waited for. */
  readonly patience?: number;
}

/** A run whose jail may come back, with all that whoever takes it back is told. */
function scripted(script: Script, { takes = true, patience = 1000 }: Wishes = {}, more: Partial<DispatchTask> = {}) {
  const host = new ScriptedHost(script);
  const steps: Lifecycle[] = [];
  const told: string[] = [];
  const made: OwnJail[] = [];
  const stopped: string[] = [];
  const checkin: Checkin = {
    made: (jail) => void made.push(jail),
    awaitReady: () => {
      told.push('expect');
      return patience;
    },
    onReady: (takesAnother) => {
      told.push(`heard ${takesAnother}`);
      return takesAnother && takes;
    },
    onSilence: () => void told.push('unheard'),
    end: () => void told.push('end'),
  };
  const task: DispatchTask = {
    host,
    jail: { name: 'jail', lifetime: 1000, image: 'image' },
    recorder: unread({ bytes: () => undefined, lifecycle: (step) => void steps.push(step), outcome: () => undefined }),
    clock: () => 0,
    prepareImage: () => Promise.resolve(),
    checkin,
    request: Uint8Array.of(0x92),
    limits: resolveLimits({ timeout: 50_000 }),
    callbacks: { afterStop: (id) => void stopped.push(id) },
    release: () => undefined,
    ...more,
  };
  const run = new DispatchRun(task, () => undefined);
  return { host, run, steps, told, made, stopped, events: () => steps.map(({ event }) => event) };
}

/** A jail that says these things once it was asked, and ends when stdin is closed. */
function saying(...pieces: readonly Uint8Array[]): Script {
  return {
    started: (jail) => setImmediate(() => pieces.forEach((piece) => jail.sink.bytes('stdout', piece))),
    stdinClosed: (jail) => jail.end(),
  };
}

const AS_ALWAYS = ['requested', 'exited', 'remove', 'removed'];

describe('a jail that takes another request', () => {
  it('is given back, and lives on', async () => {
    const trial = scripted(saying(concat(stdoutFrame('out'), RETURNED, READY)));
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.events()).toEqual(['create', 'created', 'attached', 'start', 'started', 'requested', 'kept']);
    expect(trial.steps.at(-1)).toEqual({ event: 'kept', container: 'jail', served: 1 });
    expect(trial.told).toEqual(['expect', 'heard true']);
    expect([trial.host.jails.size, trial.host.closed, trial.stopped]).toEqual([1, 0, []]);
    expect(trial.made).toMatchObject([{ spec: { name: 'jail', image: 'image' }, host: trial.host }]);
  });

  it('is given back after an exception too', async () => {
    const trial = scripted(saying(RAISED, READY));
    expect(await trial.run.run()).toMatchObject({ outcome: 'raised', class: 'E' });
    expect(trial.events()).toContain('kept');
  });

  it('is given back wherever its word is cut', async () => {
    for (let cut = 0; cut <= READY.length; cut++) {
      const trial = scripted(saying(concat(RETURNED, READY.subarray(0, cut)), READY.subarray(cut)));
      expect(await trial.run.run()).toEqual({ outcome: 'returned' });
      expect(trial.events()).toContain('kept');
    }
  });

  it('is given back where Docker frames it, and stderr comes with it', async () => {
    const stream = concat(dockerFrame(1, RETURNED), dockerFrame(1, READY), dockerFrame(2, text('warned')));
    const trial = scripted({ started: ({ sink }) => setImmediate(() => sink.bytes('multiplexed', stream)) });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.events()).toContain('kept');
  });

  it('is out of the dispatch’s hands at once: neither cancelling nor a grace that passes touches it', async () => {
    vi.useFakeTimers();
    const trial = scripted({
      started: ({ sink }) =>
        setImmediate(() => {
          sink.bytes('stdout', concat(RETURNED, READY));
          trial.run.stop({ kind: 'cancel', message: 'too late' });
        }),
      killed: () => Promise.reject(new Error('must not be killed')),
    });
    const outcome = trial.run.run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toEqual({ outcome: 'returned' });
    expect(trial.events()).not.toContain('kill');
    expect(trial.host.jails.size).toBe(1);
  });

  it('says nothing more to this dispatch, and its end is no step of it', async () => {
    let jail: ScriptedJail | undefined;
    const trial = scripted({
      started: (started) => {
        jail = started;
        setImmediate(() => started.sink.bytes('stdout', concat(RETURNED, READY)));
      },
    });
    await trial.run.run();
    const before = trial.events();
    jail?.end({ code: 3 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(trial.events()).toEqual(before);
  });
});

it('goes from one dispatch to the next by way of a pool, and each tells of it', async () => {
  const jails: ScriptedJail[] = [];
  const script: Script = { started: (jail) => void jails.push(jail), stdinClosed: (jail) => jail.end() };
  const host = new ScriptedHost(script);
  const kind = { host, image: 'image' };
  const pool = new JailPool({ size: 2, idle: 60_000, loading: 60_000, reuse: 3, lifetime: 1000, callbacks: {} });
  const told: Lifecycle[][] = [];
  for (let n = 1; n <= 4; n++) {
    const checkout = pool.lend(kind);
    const { run, steps } = scripted(
      script,
      {},
      {
        host,
        jail: { name: `jail ${n}`, lifetime: pool.lifetimeToKeep(1000), image: 'image' },
        takeReady: (signal) => pool.take(kind, 1000, signal, checkout),
        checkin: checkout,
      },
    );
    const outcome = run.run();
    await expect.poll(() => steps.at(-1)?.event).toBe('requested');
    jails.at(-1)?.sink.bytes('stdout', concat(RETURNED, READY));
    expect(await outcome).toEqual({ outcome: 'returned' });
    told.push(steps);
  }
  const waited = expect.any(Number) as number;
  expect(told[1]).toEqual([
    { event: 'started', container: 'jail 1', waited, shared: 1 },
    { event: 'requested', bytes: 1 },
    { event: 'kept', container: 'jail 1', served: 2 },
  ]);
  expect(told[2]?.[0]).toMatchObject({ container: 'jail 1', shared: 2 });
  expect(told[2]?.at(-1)).toEqual({ event: 'removed' });
  expect(told[3]?.[0]).toEqual({ event: 'started', container: expect.stringMatching(/^hoosegow-/) as string, waited });
  expect(jails).toHaveLength(2);
  await pool.close();
  expect(host.jails.size).toBe(0);
});

describe('a jail ends as always', () => {
  it.each<[string, Uint8Array, Wishes, string[]]>([
    ['that says it takes none', concat(RETURNED, encodeReady(false)), {}, ['expect', 'heard false', 'end']],
    ['that nobody wants back', concat(RETURNED, READY), { takes: false }, ['expect', 'heard true', 'end']],
    ['whose word nobody waits for', concat(RETURNED, READY), { patience: 0 }, ['expect', 'end']],
  ])('%s', async (_, answer, wishes, told) => {
    const trial = scripted(saying(answer), wishes);
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.events().slice(-4)).toEqual(AS_ALWAYS);
    expect(trial.told).toEqual(told);
    expect([trial.host.jails.size, trial.host.closed, trial.stopped]).toEqual([0, 1, ['id of jail']]);
  });

  it('that ends before its word is whole, wherever', async () => {
    for (let cut = 0; cut < READY.length; cut++) {
      const trial = scripted({
        started: (jail) =>
          setImmediate(() => {
            jail.sink.bytes('stdout', concat(RETURNED, READY.subarray(0, cut)));
            jail.end({ code: 0 });
          }),
      });
      expect(await trial.run.run()).toEqual({ outcome: 'returned' });
      expect(trial.events().slice(-4)).toEqual(AS_ALWAYS);
      expect(trial.told).toEqual(['expect', 'end']);
    }
  });

  it('that says nothing within a second, and is killed where it does not end either', async () => {
    vi.useFakeTimers();
    const closed = vi.fn();
    const trial = scripted({
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', RETURNED)),
      stdinClosed: closed,
    });
    const outcome = trial.run.run();
    await vi.advanceTimersByTimeAsync(999);
    expect(closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toHaveBeenCalledOnce();
    expect(trial.events()).not.toContain('kill');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toEqual({ outcome: 'returned' });
    expect(trial.told).toEqual(['expect', 'unheard', 'end', 'end']);
    expect(trial.events()).toContain('kill');
  });

  it('that gives its word too late', async () => {
    vi.useFakeTimers();
    const trial = scripted({
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', RETURNED)),
      stdinClosed: (jail) => {
        jail.sink.bytes('stdout', READY);
        jail.end();
      },
    });
    const outcome = trial.run.run();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toEqual({ outcome: 'returned' });
    expect(trial.told).toEqual(['expect', 'unheard', 'end']);
    expect(trial.host.jails.size).toBe(0);
  });

  it('that answers before it was asked', async () => {
    const trial = scripted({
      started: ({ sink }) => sink.bytes('stdout', concat(RETURNED, READY)),
      stdinClosed: (jail) => jail.end(),
    });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.told).toEqual(['end']);
    expect(trial.host.jails.size).toBe(0);
  });

  it.each(['before', 'after'])('that is cancelled %s its result, whatever it says then', async (when) => {
    const trial = scripted({
      started: ({ sink }) =>
        setImmediate(() => {
          if (when === 'after') sink.bytes('stdout', RETURNED);
          trial.run.stop({ kind: 'cancel', message: 'enough' });
          sink.bytes('stdout', when === 'after' ? READY : concat(RETURNED, READY));
        }),
    });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.told.some((one) => one.startsWith('heard'))).toBe(false);
    expect(trial.told).toContain('end');
    expect(trial.host.jails.size).toBe(0);
  });

  it('that prints more than it may in one piece with its word', async () => {
    const answer = concat(RETURNED, READY);
    const stream = concat(dockerFrame(1, answer), dockerFrame(2, new Uint8Array(100)));
    const trial = scripted(
      { started: ({ sink }) => setImmediate(() => sink.bytes('multiplexed', stream)) },
      {},
      { limits: resolveLimits({ outputBytes: answer.length + 50 }) },
    );
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.told).toEqual(['expect', 'end', 'end']);
    expect(trial.host.jails.size).toBe(0);
  });

  it('that could not even be made', async () => {
    const trial = scripted({ create: () => Promise.reject(new Error('refused')) });
    expect(await trial.run.run()).toMatchObject({ outcome: 'engine-failed' });
    expect(trial.told).toEqual(['end']);
    expect(trial.made).toEqual([]);
  });
});

describe('the word that a jail takes another request', () => {
  it.each<[string, readonly Uint8Array[]]>([
    ['twice', [concat(RETURNED, READY, READY)]],
    ['before the result', [concat(READY, RETURNED)]],
    ['and more in the same piece', [concat(RETURNED, READY, text('x'))]],
    ['and a frame behind it', [concat(RETURNED, READY, stdoutFrame('x'))]],
    ['spelt wrong', [concat(RETURNED, READY.subarray(0, 6), text('??'))]],
  ])('is a violation %s', async (_, pieces) => {
    const trial = scripted(saying(...pieces));
    expect(await trial.run.run()).toMatchObject({ outcome: 'protocol-violation' });
    expect(trial.events()).toContain('kill');
    expect(trial.told.filter((one) => one === 'heard true')).toEqual([]);
    expect(trial.host.jails.size).toBe(0);
  });

  it('is a violation where nobody asked for it', async () => {
    const trial = scripted(saying(concat(RETURNED, READY)), {}, { checkin: undefined });
    expect(await trial.run.run()).toMatchObject({ outcome: 'protocol-violation', offset: RETURNED.length });
    expect(trial.host.jails.size).toBe(0);
  });
});
