import { describe, expect, it } from 'vitest';
import type { Dispatch, Outcome } from '../../../src/engine/index.ts';
import { InmateRuntimeError } from '../../../src/engine/index.ts';
import {
  DispatchRunner,
  type RunRequest,
  type RunnerParts,
} from '../../../src/editor/dispatches/run/dispatchRunner.ts';
import { BuildLogs } from '../../../src/editor/engines/buildLogs.ts';
import { LiveDispatches } from '../../../src/editor/dispatches/run/liveDispatches.ts';

const RAISE = { class: 'RangeError', message: 'no', backtrace: ['at a (/hoosegow/inmate.ts:1:1)'] };
const RETURNED: Outcome = { outcome: 'returned' };
const VIOLATION: Outcome = { outcome: 'protocol-violation', offset: 3, expected: 'nothing', found: 'more' };

interface Settled {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** A dispatch whose answer and end come when the test says so. */
class ScriptedDispatch {
  /** Steps of its life up to the call. */
  steps: readonly string[] = ['build', 'built', 'create', 'started'];
  readonly cancelled: unknown[] = [];
  answer: Settled = { resolve: () => undefined, reject: () => undefined };
  end: (outcome: Outcome) => void = () => undefined;
  readonly #result = new Promise((resolve, reject) => (this.answer = { resolve, reject }));
  readonly outcome = new Promise<Outcome>((resolve) => (this.end = resolve));
  readonly took = Promise.resolve(12);
  // oxlint-disable-next-line unicorn/no-thenable -- a dispatch is one
  readonly then = this.#result.then.bind(this.#result);
  reader = (): Promise<unknown> => Promise.resolve({ meta: { args: [1], startedAt: '2026-01-01T00:00:00.000Z' } });
  readonly cancel = (reason: unknown) => void this.cancelled.push(reason);

  async *events() {
    for (const event of this.steps) {
      yield { type: 'lifecycle', value: { event, ...(event === 'create' ? { container: 'hoosegow-1' } : {}) } };
    }
  }
}

function setUp() {
  const told: string[] = [];
  const note =
    (what: string) =>
    (...args: readonly unknown[]) =>
      void told.push([what, ...args.filter((arg) => typeof arg === 'string')].join(' '));
  const aside: string[] = [];
  const user = { stop: (): void => undefined };
  const build: { tell: (progress: { text: string }) => void } = { tell: () => undefined };
  const dispatch = new ScriptedDispatch();
  const stages: string[] = [];
  const live = new LiveDispatches(() => stages.push(live.stageOf('/r.dispatch')?.name ?? 'none'));
  const buildLogs = new BuildLogs();
  const options: unknown[] = [];
  const engines = {
    buildLogs,
    use: () => ({
      hoosegow: {
        dispatch: (...args: readonly unknown[]) => {
          options.push(args[2]);
          return dispatch as unknown as Dispatch;
        },
      },
      options: { limits: { timeout: 60_000 } },
      onBuildProgress: (listener: typeof build.tell) => {
        build.tell = listener;
        return { dispose: () => aside.push('builds are not followed') };
      },
      dispose: note('let go'),
    }),
  };
  const facts: unknown[] = [];
  const entry = (what: string) => (_: string, entered: { outcome?: string; state?: string }) => {
    facts.push(entered);
    told.push(`${what} ${entered.state ?? ''}`.trim());
  };
  const history = {
    newRecording: () => '/r.dispatch',
    begin: entry('begin'),
    answer: entry('answer'),
    end: entry('end'),
  };
  const parts = {
    engines,
    history,
    live,
    log: {
      info: (text: string) => aside.push(text),
      warn: note('warn'),
      build: (text: string) => aside.push(`logged ${text}`),
    },
    notice: (title: string, cancel: () => void) => {
      aside.push(title);
      user.stop = cancel;
      return {
        build: (text: string) => aside.push(`shown ${text}`),
        run: note('is built'),
        dispose: () => aside.push('no notice'),
      };
    },
    onBegin: () => aside.push('begins'),
    onRecorded: note('recorded'),
    onEnd: (_: RunRequest, { outcome }: { outcome: Outcome }) => void told.push(`told ${outcome.outcome}`),
  };
  const runner = new DispatchRunner(parts as unknown as RunnerParts);
  const request = { inmateDir: { fsPath: '/i' }, method: 'm', args: [1] } as unknown as RunRequest;
  return { runner, request, dispatch, live, told, options, aside, user, build, stages, facts, buildLogs };
}

describe('a run', () => {
  it('is told when its answer is there, and can no longer be stopped; its end follows', async () => {
    const { runner, request, dispatch, live, told } = setUp();
    const ends: unknown[] = [];
    const run = runner.run({ ...request, onEnd: (end) => void ends.push(end) });
    await expect.poll(() => told).toContain('is built');
    expect(live.running.map(({ method, limit }) => [method, limit])).toEqual([['m', 60_000]]);
    expect(live.stageOf('/r.dispatch')?.name).toBe('running');
    // To stop its container is to stop it.
    await expect.poll(() => live.findIn(['hoosegow-1']).map(({ method }) => method)).toEqual(['m']);
    expect(live.findIn(['hoosegow-2'])).toEqual([]);
    dispatch.answer.resolve(42);
    await expect.poll(() => told).toContain('told returned');
    expect(told).toEqual(['begin', 'recorded', 'is built', 'answer returned', 'told returned']);
    expect(ends).toEqual([expect.objectContaining({ outcome: RETURNED, value: 42 })]);
    // Its recording still grows: it is read as one that does.
    expect(live.findIn(['hoosegow-1'])).toEqual([]);
    expect([live.running, live.find('/r.dispatch')?.method, live.stageOf('/r.dispatch')]).toEqual([[], 'm', undefined]);
    let isClosed = false;
    void live.closed('/r.dispatch').then(() => (isClosed = true));
    dispatch.end(RETURNED);
    expect(await run).toEqual({ recording: '/r.dispatch', outcome: RETURNED });
    expect(told.slice(5)).toEqual(['end returned', 'let go']);
    expect([ends.length, isClosed, live.find('/r.dispatch')]).toEqual([1, true, undefined]);
  });

  it('is told as raised with what was raised', async () => {
    const { runner, request, dispatch, told } = setUp();
    const ends: unknown[] = [];
    const run = runner.run({ ...request, onEnd: ({ outcome }) => void ends.push(outcome) });
    dispatch.answer.reject(new InmateRuntimeError(RAISE));
    await expect.poll(() => ends).toEqual([{ outcome: 'raised', ...RAISE }]);
    dispatch.end({ outcome: 'raised', ...RAISE, notes: ['the kernel ended a process'] });
    await run;
    expect(told.filter((line) => line.startsWith('told'))).toEqual(['told raised']);
  });

  it('is corrected where its end is another one', async () => {
    const { runner, request, dispatch, told } = setUp();
    const run = runner.run(request);
    dispatch.answer.resolve(42);
    await expect.poll(() => told).toContain('answer returned');
    dispatch.end(VIOLATION);
    expect((await run).outcome).toEqual(VIOLATION);
    expect(told.slice(-4)).toEqual(['told returned', 'end failed', 'told protocol-violation', 'let go']);
  });

  it('without an answer is told at its end alone', async () => {
    const { runner, request, dispatch, told, options } = setUp();
    const { signal } = new AbortController();
    const run = runner.run({ ...request, signal });
    const cancelled: Outcome = { outcome: 'cancelled', message: 'by the user' };
    dispatch.end(cancelled);
    dispatch.answer.reject(new Error('cancelled'));
    await run;
    expect(told.filter((line) => /^(answer|end|told)/.test(line))).toEqual(['end cancelled', 'told cancelled']);
    expect(options).toEqual([{ record: '/r.dispatch', signal }]);
  });

  it('shows that it goes on until its answer is there, and what a build prints', async () => {
    const { runner, request, dispatch, aside, build, user, buildLogs } = setUp();
    buildLogs.add('/i', 'of the build before');
    const run = runner.run(request);
    await expect.poll(() => aside).toEqual(['begins', 'running m of /i', 'Hoosegow: m']);
    build.tell({ text: 'Step 1/2' });
    expect(aside.splice(0).slice(3)).toEqual(['shown Step 1/2', 'logged Step 1/2']);
    buildLogs.add('/i', 'Step 1/2');
    expect(buildLogs.find('/i')).toBe('Step 1/2');
    user.stop();
    expect(dispatch.cancelled).toEqual(['by the user']);
    dispatch.answer.resolve(42);
    await expect.poll(() => aside).toEqual(['no notice', 'm: returned']);
    dispatch.end(RETURNED);
    await run;
    expect(aside.slice(2)).toEqual(['builds are not followed', 'no notice']);
  });

  it('tells each stage, and the history what was called and what came of it', async () => {
    const { runner, request, dispatch, stages, facts } = setUp();
    const run = runner.run(request);
    await expect.poll(() => stages).toEqual(['running', 'building', 'running']);
    dispatch.answer.resolve('done');
    dispatch.end(RETURNED);
    await run;
    expect(stages.slice(3)).toEqual(['none', 'none']);
    const startedAt = '2026-01-01T00:00:00.000Z';
    const end = { state: 'returned', outcome: 'returned', preview: '"done"', duration: 12 };
    expect(facts).toEqual([{ method: 'm', inmateDir: '/i', args: '1', startedAt }, end, end]);
  });

  it('that does not start rejects as its dispatch does, and leaves nothing behind', async () => {
    const { runner, request, dispatch, live, told, aside } = setUp();
    dispatch.reader = () => Promise.reject(new Error('there is nothing to read'));
    dispatch.answer.reject(new Error('no engine'));
    await expect(runner.run(request)).rejects.toThrow('no engine');
    expect(live.find('/r.dispatch')).toBeUndefined();
    expect(told).toEqual(['let go']);
    expect(aside.slice(-2)).toEqual(['builds are not followed', 'no notice']);
  });

  it('whose engine failed rejects with that', async () => {
    const { runner, request, dispatch } = setUp();
    const run = runner.run(request);
    dispatch.answer.reject(new Error('the engine is away'));
    dispatch.end({ outcome: 'engine-failed', message: 'the engine is away', phase: 'start' });
    await expect(run).rejects.toThrow('the engine is away');
  });

  it('whose events cannot be read is logged, and goes on', async () => {
    const { runner, request, dispatch, told } = setUp();
    dispatch.events = async function* () {
      yield* [];
      throw new Error('cut off');
    };
    const run = runner.run(request);
    await expect.poll(() => told).toContain('warn m: cut off');
    dispatch.answer.resolve(42);
    dispatch.end(RETURNED);
    expect((await run).outcome).toEqual(RETURNED);
  });
});
