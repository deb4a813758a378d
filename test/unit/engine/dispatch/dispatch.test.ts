import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Dispatch } from '../../../../src/engine/dispatch/dispatch.ts';
import type { DispatchTask } from '../../../../src/engine/dispatch/dispatchTask.ts';
import { CallSite } from '../../../../src/engine/dispatch/callSite.ts';
import { DispatchCancelledError } from '../../../../src/engine/errors/dispatchError.ts';
import { EngineError, InmateImportError, InmateRuntimeError } from '../../../../src/engine/errors/errors.ts';
import { resolveLimits } from '../../../../src/engine/options/limits.ts';
import { EntryWalk } from '../../../../src/recording/index/entryWalk.ts';
import { RecordingWriter } from '../../../../src/recording/recordingWriter.ts';
import { DispatchProgress } from '../../../../src/timeline/dispatchProgress.ts';
import { ScriptedHost, type Script } from '../../../support/scriptedHost.ts';
import { META } from '../../recording/recordings.ts';
import { concat, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';

interface Trial {
  readonly host: ScriptedHost;
  readonly prepare: () => Promise<DispatchTask>;
  /** How often the dispatch said that it is over. */
  readonly released: () => number;
}

/** What a dispatch needs, on a scripted host, recorded to a spool file. */
function scripted(script: Script, clock = () => 0): Trial {
  const host = new ScriptedHost(script);
  const recorder = RecordingWriter.spool(META);
  onTestFinished(() => recorder.close());
  let released = 0;
  const task: DispatchTask = {
    host,
    recorder,
    jail: { name: 'jail', lifetime: 1000, image: 'image' },
    clock,
    prepareImage: () => Promise.resolve(),
    request: Uint8Array.of(0x92),
    limits: resolveLimits(),
    callbacks: {},
    release: () => void released++,
  };
  const prepare = (): Promise<DispatchTask> => Promise.resolve(task);
  return { host, prepare, released: () => released };
}

/** A jail that writes all of it as soon as it is started, and ends when nobody wants more. */
function answering(...frames: readonly Uint8Array[]): Script {
  return {
    started: ({ sink }) => setImmediate(() => sink.bytes('stdout', concat(...frames))),
    stdinClosed: (jail) => jail.end(),
  };
}

/** Begins a dispatch whose caller is this function. */
function begin(prepare: (signal: AbortSignal) => Promise<DispatchTask>, signal?: AbortSignal): Dispatch {
  return new Dispatch(prepare, { id: '1', method: 'method', site: new CallSite('method', '/inmate', begin), signal });
}

const RAISE = { class: 'RangeError', message: 'no', backtrace: ['at here'] };

describe('a dispatch', () => {
  it('gives its result, its streams and its outcome, to as many readers as come', async () => {
    const trial = scripted(answering(stdoutFrame('out'), valueFrame('yield', [1, 2]), valueFrame('return', 42)));
    const dispatch = begin(trial.prepare);
    expect(await dispatch).toBe(42);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
    expect(await dispatch.stdout.text()).toBe('out');
    expect(await dispatch.stderr.bytes()).toHaveLength(0);
    expect(await dispatch.yields.toArray()).toEqual([[1, 2]]);
    for await (const values of dispatch.yields) expect(values).toEqual([1, 2]);
    for await (const piece of dispatch.stdout) expect(piece).toEqual(text('out'));
    const types: string[] = [];
    for await (const { type } of dispatch) types.push(type);
    expect(types).toEqual(['stdout', 'yield', 'return']);
    await expect(dispatch.finally(() => undefined)).resolves.toBe(42);
    expect(trial.released()).toBe(1);
  });

  it.each([
    ['RangeError', InmateRuntimeError],
    ['Hoosegow::InmateImportError', InmateImportError],
  ])('throws what the inmate raised: %s', async (name, kind) => {
    const dispatch = begin(scripted(answering(valueFrame('raise', { ...RAISE, class: name }))).prepare);
    const error: unknown = await dispatch.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ raise: { ...RAISE, class: name } });
    const types: string[] = [];
    const reading = (async () => {
      for await (const { type } of dispatch) types.push(type);
    })();
    await expect(reading).rejects.toBe(error);
    expect(types).toEqual(['raise']);
    await expect(dispatch.yields.toArray()).rejects.toBe(error);
  });

  it.each([
    ['a result', answering(stdoutFrame('out'), valueFrame('return', 42))],
    ['no result', { started: (jail) => jail.end({ code: 3 }) }],
    ['an end before the request', { create: () => Promise.reject(new Error('no')) }],
  ] satisfies [string, Script][])('knows how long it took as its recording says, with %s', async (_name, script) => {
    let now = 0;
    const trial = scripted(script, () => (now += 1.5));
    const dispatch = begin(trial.prepare);
    void dispatch.outcome;
    const walks = vi.spyOn(EntryWalk.prototype, 'batches');
    const took = await dispatch.took;
    expect(walks).not.toHaveBeenCalled();
    walks.mockRestore();
    await dispatch.outcome;
    const index = (await dispatch.reader()).index();
    await index.extend();
    const progress = new DispatchProgress(index);
    await progress.update();
    expect(took).toBeGreaterThan(0);
    expect(took).toBe(progress.ending?.took);
    expect(progress.ending?.outcome).toEqual(await dispatch.outcome);
  });

  it('knows how long it took when its result is there, while its container goes on', async () => {
    const script: Script = {
      started: ({ sink }) => setImmediate(() => sink.bytes('stdout', valueFrame('return', 42))),
      killed: (jail) => jail.end({ code: 137 }),
    };
    const dispatch = begin(scripted(script).prepare);
    const settled: string[] = [];
    void dispatch.outcome.then(() => settled.push('outcome'));
    await dispatch.took.then(() => settled.push('took'));
    expect(settled).toEqual(['took']);
    dispatch.cancel();
    expect(await dispatch.outcome).toMatchObject({ outcome: 'returned' });
  });

  it('knows how long it took also where it never ran', async () => {
    const dispatch = begin(async () => {
      await delay(5);
      throw new Error('no engine');
    });
    expect(await dispatch.took).toBeGreaterThan(3);
    await expect(dispatch).rejects.toThrow('no engine');
  });

  it('throws at the end of its frames when it did not come to its own end', async () => {
    const dispatch = begin(scripted({ started: (jail) => jail.end({ code: 3 }) }).prepare);
    const frames: unknown[] = [];
    const reading = (async () => {
      for await (const frame of dispatch) frames.push(frame);
    })();
    await expect(reading).rejects.toMatchObject({ name: 'InmateExitError', outcome: { outcome: 'exited', code: 3 } });
    expect(frames).toEqual([]);
  });

  it('is killed and gone when a reader of its frames leaves early, and not when one of its events does', async () => {
    const trial = scripted({
      ...answering(stdoutFrame('first')),
      killed: (jail) => jail.end({ code: 137 }),
    });
    const dispatch = begin(trial.prepare);
    for await (const event of dispatch.events()) if (event.type === 'stdout') break;
    expect(trial.host.jails.size).toBe(1);
    for await (const frame of dispatch) if (frame.type === 'stdout') break;
    expect(trial.host.jails.size).toBe(0);
    expect(await dispatch.outcome).toEqual({ outcome: 'cancelled', message: 'the reader left before the end' });
  });

  it('is gone, and says why, when its output cannot be kept for a reader', async () => {
    const trial = scripted({ ...answering(stdoutFrame('first')), killed: (jail) => jail.end({ code: 137 }) });
    const dispatch = begin(trial.prepare);
    vi.stubEnv('TMPDIR', '/nope');
    onTestFinished(() => void vi.unstubAllEnvs());
    const why = /cannot make a temporary file in \/nope: there is no such folder/;
    await expect(dispatch.stdout.text()).rejects.toThrow(why);
    expect(await dispatch.outcome).toMatchObject({
      outcome: 'cancelled',
      message: expect.stringMatching(why) as string,
    });
    expect(trial.host.jails.size).toBe(0);
  });
});

describe('a dispatch that is cancelled', () => {
  it('names the first reason, and is not cancelled again, not even when it is over', async () => {
    const dispatch = begin(scripted({}).prepare);
    dispatch.cancel('first');
    dispatch.cancel('second');
    expect(await dispatch.outcome).toEqual({ outcome: 'cancelled', message: 'first' });
    dispatch.cancel('third');
    await expect(dispatch.then()).rejects.toMatchObject({
      name: 'DispatchCancelledError',
      message: 'cancelled: first',
    });
  });

  it('by a signal is so before it begins and while it runs', async () => {
    const early = begin(scripted({}).prepare, AbortSignal.abort(new Error('never mind')));
    expect(await early.outcome).toMatchObject({ outcome: 'cancelled', message: 'never mind' });
    const leaving = new AbortController();
    const late = begin(scripted({ started: () => leaving.abort('by name') }).prepare, leaving.signal);
    expect(await late.outcome).toMatchObject({ outcome: 'cancelled', message: 'by name' });
  });

  it('while it is prepared ends without a container and without a recording', async () => {
    const dispatch = begin(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('broken off')))),
    );
    dispatch.cancel();
    expect(await dispatch.outcome).toEqual({ outcome: 'cancelled', message: 'by the caller' });
    const error: unknown = await dispatch.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DispatchCancelledError);
    await expect(dispatch.reader()).rejects.toBe(error);
  });
});

describe('a dispatch that fails', () => {
  it('throws the error of the phase that failed, and names the phase', async () => {
    const unprepared = begin(() => Promise.reject(new EngineError('no daemon', 'connect')));
    await expect(unprepared.then()).rejects.toThrow('no daemon');
    expect(await unprepared.outcome).toEqual({ outcome: 'engine-failed', message: 'no daemon', phase: 'connect' });
    const cause = new EngineError('refused', 'create');
    const uncreated = begin(scripted({ create: () => Promise.reject(cause) }).prepare);
    await expect(uncreated.then()).rejects.toBe(cause);
    expect(await uncreated.outcome).toMatchObject({ outcome: 'engine-failed', phase: 'create' });
  });
});
