import { afterEach, describe, expect, it, vi } from 'vitest';
import { DispatchRun } from '../../../../src/engine/dispatch/dispatchRun.ts';
import type { DispatchTask } from '../../../../src/engine/dispatch/dispatchTask.ts';
import { BoundedHost } from '../../../../src/engine/calls/boundedHost.ts';
import { ContainerPlaces } from '../../../../src/engine/calls/containerPlaces.ts';
import type { ContainerHost, JailSink } from '../../../../src/engine/hosts/containerHost.ts';
import {
  EngineError,
  HoosegowError,
  ImageBuildError,
  ImageMissingError,
  toError,
} from '../../../../src/engine/errors/errors.ts';
import { ImageGoneError } from '../../../../src/engine/errors/imageGone.ts';
import { resolveLimits } from '../../../../src/engine/options/limits.ts';
import type { ReadyJail } from '../../../../src/engine/dispatch/readyJail.ts';
import type { Lifecycle } from '../../../../src/recording/event.ts';
import type { Raise } from '../../../../src/wire/frame.ts';
import type { Outcome } from '../../../../src/recording/outcome.ts';
import { ScriptedHost, type Script, type ScriptedJail } from '../../../support/scriptedHost.ts';
import { unread } from '../../../support/unread.ts';
import { valueFrame } from '../../wire/streams.ts';

const RETURN_42 = Uint8Array.of(0x92, 0xa6, ...Buffer.from('return'), 42);

afterEach(() => void vi.useRealTimers());

/** A run against a scripted host, with a recorder that keeps the lifecycle in memory. */
function scripted(script: Script, more: Partial<DispatchTask> = {}) {
  const host = new ScriptedHost(script);
  const steps: Lifecycle[] = [];
  const outcomes: Outcome[] = [];
  const results: unknown[] = [];
  const task: DispatchTask = {
    host,
    jail: { name: 'jail', lifetime: 1000, image: 'image' },
    recorder: unread({
      bytes: () => undefined,
      lifecycle: (step) => void steps.push(step),
      outcome: (outcome) => void outcomes.push(outcome),
    }),
    clock: () => 0,
    prepareImage: () => Promise.resolve(),
    request: Uint8Array.of(0x92),
    limits: resolveLimits({ timeout: 50 }),
    callbacks: {},
    release: () => undefined,
    ...more,
  };
  const run = new DispatchRun(task, (content) => void results.push(content.value));
  return { host, run, steps, outcomes, results, events: () => steps.map(({ event }) => event) };
}

describe('a run', () => {
  it('says beside an exception what its target knows of it, and beside nothing else', async () => {
    const explain = async ({ message }: Raise) => [`about ${message}`];
    const raising = valueFrame('raise', { class: 'Error', message: 'EACCES', backtrace: [] });
    const answer = (bytes: Uint8Array): Script => ({
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', bytes)),
      stdinClosed: (jail) => jail.end(),
    });
    const raised = { outcome: 'raised', class: 'Error', message: 'EACCES', backtrace: [] };
    expect(await scripted(answer(raising), { explain }).run.run()).toEqual({ ...raised, notes: ['about EACCES'] });
    expect(await scripted(answer(raising)).run.run()).toEqual(raised);
    expect(await scripted(answer(RETURN_42), { explain }).run.run()).toEqual({ outcome: 'returned' });
  });

  it('goes create, attach, start, request, end, removal, and records each step and one outcome', async () => {
    const trial = scripted({
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', RETURN_42)),
      stdinClosed: (jail) => jail.end(),
    });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.events()).toEqual([
      'create',
      'created',
      'attached',
      'start',
      'started',
      'requested',
      'exited',
      'remove',
      'removed',
    ]);
    expect(trial.outcomes).toEqual([{ outcome: 'returned' }]);
    expect(trial.results).toEqual([42]);
    expect(trial.host.jails.size).toBe(0);
    expect(trial.host.closed).toBe(1);
  });

  it('has the image made again, once, where it is gone when the jail is made', async () => {
    let creations = 0;
    const restored: string[] = [];
    const create = async (): Promise<void> => {
      creations++;
      if (creations === 1) throw new ImageGoneError('the image is not there');
    };
    const restoreImage: DispatchTask['prepareImage'] = async (record) => {
      restored.push('once');
      record({ event: 'built', image: 'image' });
    };
    const answers: Script = {
      create,
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', RETURN_42)),
      stdinClosed: (jail) => jail.end(),
    };
    const trial = scripted(answers, { restoreImage });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(restored).toEqual(['once']);
    expect(trial.events().slice(0, 5)).toEqual(['create', 'note', 'built', 'create', 'created']);
    expect([trial.host.jails.size, trial.host.closed]).toEqual([0, 1]);
  });

  it.each([
    ['is gone again', { restoreImage: () => Promise.resolve() }, 'the image is not there', 'create'],
    [
      'must not be built',
      { restoreImage: () => Promise.reject(new ImageMissingError('build it first')) },
      'build it first',
      'build',
    ],
    ['was named by the caller', {}, 'the image is not there', 'create'],
  ])('fails with its reason where an image that is gone %s', async (_what, more, message, phase) => {
    const create = () => Promise.reject(new ImageGoneError('the image is not there'));
    const trial = scripted({ create }, more);
    expect(await trial.run.run()).toMatchObject({ outcome: 'engine-failed', message, phase });
    expect(trial.host.jails.size).toBe(0);
  });

  it('makes no image again once it is cancelled', async () => {
    const restoreImage = vi.fn<DispatchTask['prepareImage']>(() => Promise.resolve());
    const trial = scripted(
      {
        create: async () => {
          trial.run.stop({ kind: 'cancel', message: 'enough' });
          throw new ImageGoneError('the image is not there');
        },
      },
      { restoreImage },
    );
    expect(await trial.run.run()).toMatchObject({ outcome: 'cancelled', message: 'enough' });
    expect(restoreImage).not.toHaveBeenCalled();
  });

  it('takes an answer that comes before the question, and does not write into a closed stdin', async () => {
    const trial = scripted({
      started: (jail) => {
        jail.sink.bytes('stdout', RETURN_42);
        expect(jail.written).toEqual([]);
      },
      stdinClosed: (jail) => jail.end(),
    });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.events()).not.toContain('requested');
  });

  it('asks a jail that waits instead of making one, takes what it has printed, and removes it', async () => {
    const waiting = new ScriptedHost({
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', RETURN_42)),
      stdinClosed: (jail) => jail.end(),
    });
    const takeReady = async (): Promise<ReadyJail> => {
      const jail = await waiting.create({ name: 'ready', lifetime: 1000, image: 'image' });
      let sink: JailSink | undefined;
      const signal = new AbortController().signal;
      const streams = await jail.attach({ bytes: (...printed) => sink?.bytes(...printed) }, signal);
      const handOver = (to: JailSink): void => void (sink = to);
      await jail.start(signal);
      return { host: waiting, name: 'ready', jail, streams, waitingSince: Date.now(), served: 0, handOver };
    };
    const trial = scripted({}, { takeReady });
    expect(await trial.run.run()).toEqual({ outcome: 'returned' });
    expect(trial.events()).toEqual(['started', 'requested', 'exited', 'remove', 'removed']);
    expect(trial.results).toEqual([42]);
    expect([waiting.jails.size, waiting.closed, trial.host.closed]).toEqual([0, 1, 0]);
  });

  it('makes a jail of its own where none waits, and none when it is cancelled while it waits for one', async () => {
    const alone = scripted(
      { started: ({ sink }) => setImmediate(() => sink.bytes('stdout', RETURN_42)), stdinClosed: (jail) => jail.end() },
      { takeReady: () => Promise.resolve(undefined) },
    );
    expect(await alone.run.run()).toEqual({ outcome: 'returned' });
    const takeReady = (signal: AbortSignal): Promise<undefined> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(toError(signal.reason))));
    const waiting = scripted({}, { takeReady });
    const outcome = waiting.run.run();
    waiting.run.stop({ kind: 'cancel', message: 'enough' });
    expect(await outcome).toEqual({ outcome: 'cancelled', message: 'enough' });
    expect(waiting.events()).toEqual([]);
  });

  it('kills what does not end within a second of its result, and the result stays', async () => {
    vi.useFakeTimers();
    const trial = scripted({ started: ({ sink }) => sink.bytes('stdout', RETURN_42) });
    const outcome = trial.run.run();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toEqual({ outcome: 'returned' });
    expect(trial.events()).toContain('kill');
  });

  it('gives up a host that does not answer a kill, and still names the reason', async () => {
    vi.useFakeTimers();
    const trial = scripted({ killed: () => undefined });
    const outcome = trial.run.run();
    await vi.advanceTimersByTimeAsync(50 + 5000);
    expect(await outcome).toEqual({ outcome: 'timed-out', limit: 50, setting: 'timeout' });
    expect(trial.host.jails.size).toBe(0);
  });

  it('takes in nothing more when it is over, though a host that was given up still talks', async () => {
    let talk: () => void = () => undefined;
    const trial = scripted({
      started: ({ sink }) => {
        talk = () => sink.bytes('stdout', RETURN_42);
        trial.run.stop({ kind: 'cancel', message: 'enough' });
      },
      killed: () => Promise.reject(new Error('no such daemon')),
    });
    await trial.run.run();
    const before = trial.events();
    talk();
    expect(trial.events()).toEqual(before);
    expect(trial.results).toEqual([]);
  });

  it('tells that a kill failed, where nothing else explains the end', async () => {
    const trial = scripted({
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', Uint8Array.of(0xc1))),
      killed: () => Promise.reject(new Error('no such daemon')),
    });
    const outcome = await trial.run.run();
    expect(outcome).toMatchObject({ outcome: 'protocol-violation', offset: 0 });
    expect(outcome.notes?.[0]).toContain('no such daemon');
  });

  it('tells what is worth knowing of how its jail is held', async () => {
    const trial = scripted({
      notes: ['swap is not limited'],
      started: ({ sink }) => sink.bytes('stdout', RETURN_42),
      stdinClosed: (jail) => jail.end(),
    });
    await trial.run.run();
    expect(trial.events().slice(0, 4)).toEqual(['create', 'created', 'attached', 'note']);
  });

  it.each<[string, Script]>([
    ['create', { create: () => Promise.reject(new EngineError('refused', 'create')) }],
    ['attach', { attach: () => Promise.reject(new EngineError('refused', 'attach')) }],
    ['run', { started: (jail) => jail.break(new EngineError('refused', 'run')) }],
  ])('that breaks in the phase %s has failed, and is cleared away', async (phase, script) => {
    const trial = scripted(script);
    expect(await trial.run.run()).toEqual({ outcome: 'engine-failed', message: 'refused', phase });
    expect(trial.run.error).toBeInstanceOf(EngineError);
    expect(trial.host.jails.size).toBe(0);
    // Nothing is killed, nor seen to go, that never came to be.
    const cleared = phase === 'create' ? ['create'] : ['kill', 'remove', 'removed'];
    expect(trial.events().slice(-cleared.length)).toEqual(cleared);
  });

  it.each([
    [new ImageMissingError('not there'), 'build'],
    [new ImageBuildError('exit 1', 'exit 1', ''), 'build'],
    [new EngineError('no daemon', 'connect'), 'connect'],
    [new TypeError('a flaw'), 'build'],
  ])('names the phase that fails by its error: %s', async (error, phase) => {
    const trial = scripted({}, { prepareImage: () => Promise.reject(error) });
    expect(await trial.run.run()).toEqual({ outcome: 'engine-failed', message: error.message, phase });
    const cause = error instanceof HoosegowError ? trial.run.error : trial.run.error?.cause;
    expect(cause).toBe(error);
    expect(trial.run.error).toBeInstanceOf(HoosegowError);
  });

  it('names no limit of memory where the host has none', async () => {
    const trial = scripted({
      started: (jail) => {
        jail.sink.bytes('stderr', Buffer.from('FATAL ERROR: Reached heap limit: JavaScript heap out of memory'));
        jail.end({ code: 134 });
      },
    });
    trial.host.limitsMemory = false;
    expect(await trial.run.run()).toMatchObject({ outcome: 'out-of-memory', limit: null });
  });

  it('that cannot have its image made creates nothing', async () => {
    const trial = scripted({}, { prepareImage: () => Promise.reject(new EngineError('no disk', 'build')) });
    expect(await trial.run.run()).toEqual({ outcome: 'engine-failed', message: 'no disk', phase: 'build' });
    expect(trial.events()).toEqual([]);
  });

  it('whose stream is cut inside a Docker frame has failed, at that byte', async () => {
    const trial = scripted({
      started: (jail) => {
        jail.sink.bytes('multiplexed', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 9, 0x92));
        jail.end({ code: 3 });
      },
    });
    expect(await trial.run.run()).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringContaining('byte 9') as string,
    });
  });

  it('whose stream is cut where this host has ended it keeps its outcome, and tells of the cut', async () => {
    vi.useFakeTimers();
    const trial = scripted({
      started: ({ sink }) => {
        sink.bytes('multiplexed', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, RETURN_42.length, ...RETURN_42, 1, 0, 0));
      },
    });
    const outcome = trial.run.run();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toEqual({
      outcome: 'returned',
      notes: [expect.stringMatching(/inside the header of a Docker frame, at byte 20/)],
    });
  });

  it('reports an error that the daemon writes into the stream', async () => {
    const text = Buffer.from('container is marked for removal');
    const trial = scripted({
      started: ({ sink }) =>
        sink.bytes('multiplexed', Buffer.concat([Uint8Array.of(3, 0, 0, 0, 0, 0, 0, text.length), text])),
    });
    expect(await trial.run.run()).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringContaining('marked for removal') as string,
    });
  });

  it('whose recording cannot be written has failed, and writes nothing more', async () => {
    let written = 0;
    const recorder = {
      bytes: () => {
        throw new Error('no space left on device');
      },
      lifecycle: () => void written++,
      outcome: () => void written++,
    };
    const trial = scripted(
      { started: ({ sink }) => sink.bytes('stdout', Uint8Array.of(0x92)) },
      { recorder: unread(recorder) },
    );
    expect(await trial.run.run()).toEqual({
      outcome: 'engine-failed',
      message: 'no space left on device',
      phase: 'record',
    });
    expect(written).toBe(4);
  });

  it('cancelled while its container is made removes the container once it is there', async () => {
    let made: () => void = () => undefined;
    const trial = scripted({ create: () => new Promise((resolve) => (made = resolve)) });
    const outcome = trial.run.run();
    await new Promise((resolve) => setImmediate(resolve));
    trial.run.stop({ kind: 'cancel', message: 'enough' });
    trial.run.stop({ kind: 'timeout', limit: 1, setting: 'timeout' });
    made();
    expect(await outcome).toEqual({ outcome: 'cancelled', message: 'enough' });
    expect(trial.host.jails.size).toBe(0);
    expect(trial.events()).not.toContain('attached');
  });

  it('cancelled while a callback hangs does not wait for it', async () => {
    const callbacks = { afterCreate: () => new Promise<void>(() => undefined) };
    const trial = scripted({}, { callbacks, limits: resolveLimits({ timeout: 60_000 }) });
    const outcome = trial.run.run();
    await new Promise((resolve) => setImmediate(resolve));
    trial.run.stop({ kind: 'cancel', message: 'enough' });
    expect(await outcome).toEqual({ outcome: 'cancelled', message: 'enough' });
  });

  it('cancelled by a callback that hangs afterwards does not wait for it either', async () => {
    const afterCreate = (): Promise<void> => {
      trial.run.stop({ kind: 'cancel', message: 'not this one' });
      return new Promise(() => undefined);
    };
    const trial = scripted({}, { callbacks: { afterCreate } });
    expect(await trial.run.run()).toEqual({ outcome: 'cancelled', message: 'not this one' });
  });

  it('says that a container may be left behind', async () => {
    const trial = scripted({
      started: (jail) => jail.end({ code: 5 }),
      remove: () => Promise.reject(new Error('the daemon is gone')),
    });
    const outcome = await trial.run.run();
    expect(outcome).toMatchObject({ outcome: 'exited', code: 5 });
    expect(outcome.notes?.[0]).toMatch(/jail may be left behind: the daemon is gone/);
  });

  it('ends as output limit when one value is too large, and names that limit', async () => {
    const trial = scripted(
      {
        started: ({ sink }) =>
          sink.bytes('stdout', Uint8Array.of(0x92, 0xa5, ...Buffer.from('yield'), 0x91, 0xc4, 200)),
      },
      { limits: resolveLimits({ valueBytes: 100 }) },
    );
    expect(await trial.run.run()).toEqual({ outcome: 'output-limit', limit: 100, setting: 'valueBytes' });
  });

  it('says that the container was removed from outside, in whatever phase that was seen', async () => {
    const told = /^the container was removed from outside/;
    const lost = new EngineError('Docker refused (HTTP 404): No such container', 'attach');
    const attaching: ReturnType<typeof scripted> = scripted({
      attach: async () => {
        attaching.host.jails.clear();
        throw lost;
      },
    });
    expect(await attaching.run.run()).toMatchObject({
      outcome: 'engine-failed',
      phase: 'attach',
      message: expect.stringMatching(told) as string,
    });
    expect(attaching.run.error).toMatchObject({ name: 'EngineError', phase: 'attach', cause: lost });
    const running: ReturnType<typeof scripted> = scripted({
      started: (jail) => {
        running.host.jails.clear();
        jail.end({ code: 137 });
      },
    });
    expect(await running.run.run()).toMatchObject({
      outcome: 'engine-failed',
      phase: 'run',
      message: expect.stringMatching(told) as string,
    });
    const said = new Error('no, thanks');
    const calling: ReturnType<typeof scripted> = scripted(
      {},
      {
        callbacks: {
          afterCreate: () => {
            calling.host.jails.clear();
            throw said;
          },
        },
      },
    );
    expect(await calling.run.run()).toMatchObject({ outcome: 'engine-failed', message: said.message });
    expect(calling.run.error).toMatchObject({ name: 'EngineError', cause: said });
    const refused = scripted({
      create: async () => {
        throw new EngineError('no such image', 'create');
      },
    });
    expect(await refused.run.run()).toMatchObject({ outcome: 'engine-failed', message: 'no such image' });
  });

  describe('asks of the removal whether another remover may be at work', () => {
    const killed = { code: 137 };
    const died: Script = { started: (jail) => jail.end(killed) };
    const answered: Script = {
      started: (jail) => {
        jail.sink.bytes('stdout', RETURN_42);
        jail.end(killed);
      },
    };

    /** What the host is told of each removal. */
    async function told(script: Script, bound: (host: ScriptedHost) => ContainerHost = (host) => host) {
      const removals: (boolean | undefined)[] = [];
      const host = new ScriptedHost({
        ...script,
        remove: async (_name, isKilled) => void removals.push(isKilled),
      });
      const { run } = scripted({}, { host: bound(host) });
      const { outcome } = await run.run();
      return { outcome, removals };
    }

    it('where it was killed by another, without a result', async () => {
      expect(await told(died)).toEqual({ outcome: 'exited', removals: [true] });
    });

    it.each([
      ['that had a result first', answered, 'returned'],
      ['that this process has killed', {}, 'timed-out'],
      ['that ended by itself', { started: (jail: ScriptedJail) => jail.end({ code: 3 }) }, 'exited'],
    ])('but not of one %s', async (_what, script, outcome) => {
      expect(await told(script)).toEqual({ outcome, removals: [false] });
    });

    it('also through a host that is bounded', async () => {
      const bounded = (host: ScriptedHost): ContainerHost => new BoundedHost(host, new ContainerPlaces(1));
      expect(await told(died, bounded)).toEqual({ outcome: 'exited', removals: [true] });
      expect(await told(answered, bounded)).toEqual({ outcome: 'returned', removals: [false] });
    });
  });

  it('names the first of two failures, and kills once', async () => {
    const trial = scripted({
      started: ({ sink }) => {
        for (const text of ['first', 'second']) {
          sink.bytes('multiplexed', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, text.length, ...Buffer.from(text)));
        }
      },
    });
    expect(await trial.run.run()).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringContaining('first') as string,
    });
    expect(trial.events().filter((event) => event === 'kill')).toHaveLength(1);
  });

  it('stopped after a violation is not killed again, and the violation stays', async () => {
    const trial = scripted({
      started: ({ sink }) => {
        sink.bytes('stdout', Uint8Array.of(0xc1));
        trial.run.stop({ kind: 'cancel', message: 'too late' });
      },
    });
    expect(await trial.run.run()).toMatchObject({ outcome: 'protocol-violation', offset: 0 });
    expect(trial.events().filter((event) => event === 'kill')).toHaveLength(1);
  });

  it('keeps what came before the limit, counts the rest, and ends as output limit', async () => {
    const kept: number[] = [];
    const steps: Lifecycle[] = [];
    const recorder = {
      bytes: (_channel: string, chunk: Uint8Array) => void kept.push(chunk.length),
      lifecycle: (step: Lifecycle) => void steps.push(step),
      outcome: () => undefined,
    };
    const trial = scripted(
      {
        started: ({ sink }) => {
          for (let i = 0; i < 4; i++) sink.bytes('stderr', new Uint8Array(40));
        },
      },
      { recorder: unread(recorder), limits: resolveLimits({ outputBytes: 100 }) },
    );
    expect(await trial.run.run()).toEqual({ outcome: 'output-limit', limit: 100, setting: 'outputBytes' });
    expect(kept).toEqual([40, 40, 20]);
    expect(steps).toContainEqual({ event: 'omitted', bytes: 60 });
  });
});
