import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Hoosegow, InmateRuntimeError, traceDispatches } from '../../../../src/engine/index.ts';
import { ObservedDispatch } from '../../../../src/engine/observability/observedDispatch.ts';
import { RecordingWriter } from '../../../../src/recording/recordingWriter.ts';
import { META } from '../../recording/recordings.ts';
import {
  isObserved,
  type CountsMessage,
  type DispatchContext,
  type StepMessage,
} from '../../../../src/engine/observability/channels.ts';

const INMATE = `
export const add = (a, b) => a + b;
export function fail() { throw Object.assign(new RangeError('no such row'), { code: 'E_ROW' }); }
export function leave() { process.exit(3); }
`;

let folder: string;
let hoosegow: Hoosegow;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-observed-'));
  await writeFile(join(folder, 'inmate.mjs'), INMATE);
  hoosegow = new Hoosegow({ inmateDir: folder, engine: 'process' });
});
afterAll(async () => {
  await hoosegow.close();
  await rm(folder, { recursive: true, force: true });
});

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

function listen(name: string, take: (message: unknown) => void): void {
  const listener = (message: unknown): void => take(message);
  subscribe(name, listener);
  undo.push(() => void unsubscribe(name, listener));
}

/** Everything that is told, in its order, by the last part of the channel's name. */
function listenToAll(): [string, DispatchContext][] {
  const heard: [string, DispatchContext][] = [];
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) {
    listen(`tracing:hoosegow:dispatch:${event}`, (message) => heard.push([event, message as DispatchContext]));
  }
  return heard;
}

describe('the channels of diagnostics_channel', () => {
  it('tell of a dispatch from its call to its end, with one object', async () => {
    const heard = listenToAll();
    const steps: StepMessage[] = [];
    listen('hoosegow:step', (message) => steps.push(message as StepMessage));
    const before = Date.now();
    const dispatch = hoosegow.dispatch('add', [1, 2]);
    expect(heard.map(([event]) => event)).toEqual(['start', 'end']);
    expect(await dispatch).toBe(3);
    const outcome = await dispatch.outcome;
    expect(heard.map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    const [[, told] = []] = heard;
    expect(heard.every(([, other]) => other === told)).toBe(true);
    expect(told).toMatchObject({
      id: dispatch.id,
      method: 'add',
      inmateDir: folder,
      engine: 'process',
      image: null,
      outcome,
    });
    expect(told?.startTime).toBeGreaterThanOrEqual(before - 1);
    expect(told).not.toHaveProperty('error');
    // What is recorded is what is told.
    const recorded: [string, number][] = [];
    for await (const event of dispatch.events()) {
      if (event.type === 'lifecycle') recorded.push([event.value.event, Math.round(event.t * 1000)]);
    }
    const told1 = told?.steps.map(({ step, t }) => [step.event, Math.round(t * 1000)]);
    expect(told1).toEqual(recorded);
    expect(steps.map(({ step, t }) => [step.event, Math.round(t * 1000)])).toEqual(recorded);
    expect(told?.container).toBe(`hoosegow-${dispatch.id}`);
  });

  it.each([
    ['fail', 'raised', 'HOOSEGOW_RAISED'],
    ['leave', 'exited', 'HOOSEGOW_EXITED'],
  ])('tell the error that awaiting throws: %s', async (method, outcome, code) => {
    const heard = listenToAll();
    const dispatch = hoosegow.dispatch(method);
    const thrown: unknown = await dispatch.catch((error: unknown) => error);
    await dispatch.outcome;
    expect(heard.map(([event]) => event)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(heard[2]?.[1]).toMatchObject({ outcome: { outcome }, error: { code } });
    expect(heard[2]?.[1].error).toBe(thrown);
  });

  it('tell of one that never ran, and of one that nobody awaits, whose failure stays unheard', async () => {
    const heard = listenToAll();
    const refused = hoosegow.dispatch('add', [() => 0]);
    await refused.catch(() => undefined);
    await refused.outcome;
    expect(heard.at(-1)).toMatchObject(['asyncEnd', { error: { code: 'HOOSEGOW_UNENCODABLE' }, steps: [] }]);

    const unheard = new Promise((resolve) => process.once('unhandledRejection', resolve));
    const listeners = process.listeners('unhandledRejection').slice(0, -1);
    for (const listener of listeners) process.off('unhandledRejection', listener);
    undo.push(() => listeners.forEach((listener) => process.on('unhandledRejection', listener)));
    hoosegow.dispatch('fail');
    expect(await unheard).toBeInstanceOf(InmateRuntimeError);
    // Asking for its outcome would be hearing of it.
    await expect.poll(() => heard.at(-1)).toMatchObject(['asyncEnd', { method: 'fail' }]);
  });

  it('tell the counts when a dispatch is asked for, has its turn and is over', async () => {
    const counts: CountsMessage[] = [];
    listen('hoosegow:counts', (message) => counts.push(message as CountsMessage));
    const narrow = new Hoosegow({ inmateDir: folder, engine: 'process', concurrency: 1 });
    const both = [narrow.dispatch('add', [1, 2]), narrow.dispatch('add', [3, 4])];
    expect(await Promise.all(both)).toEqual([3, 7]);
    await Promise.all(both.map(async ({ outcome }) => outcome));
    await narrow.close();
    expect(counts).toHaveLength(6);
    expect(Math.max(...counts.map(({ running }) => running))).toBe(1);
    expect(Math.max(...counts.map(({ queued }) => queued))).toBe(1);
    expect(counts.at(-1)).toMatchObject({ inmateDir: folder, image: null, queued: 0, running: 0 });
  });

  it('bind a store to whatever a dispatch does', async () => {
    const { AsyncLocalStorage } = await import('node:async_hooks');
    const store = new AsyncLocalStorage<string>();
    const { start } = tracingChannel<string, DispatchContext>('hoosegow:dispatch');
    start.bindStore(store, ({ method }) => `within ${method}`);
    undo.push(() => void start.unbindStore(store));
    const seen: (string | undefined)[] = [];
    const observed = new Hoosegow({
      inmateDir: folder,
      engine: 'process',
      callbacks: { afterStart: () => void seen.push(store.getStore()) },
    });
    await observed.dispatch('add', [1, 2]);
    await observed.close();
    expect(seen).toEqual(['within add']);
    expect(store.getStore()).toBeUndefined();
  });

  it('cost nothing where nobody looks: nothing is made, and nothing told', async () => {
    expect(isObserved()).toBe(false);
    const dispatch = hoosegow.dispatch('add', [1, 2]);
    // Whoever comes later hears of the next one.
    const heard = listenToAll();
    await dispatch.outcome;
    expect(heard).toEqual([]);
    expect(isObserved()).toBe(true);
  });
});

describe('spans of OpenTelemetry', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('test');
  const manager = new AsyncLocalStorageContextManager().enable();
  beforeAll(() => void context.setGlobalContextManager(manager));
  afterAll(() => context.disable());
  afterEach(() => exporter.reset());

  const spanOf = (method: string): ReadableSpan | undefined =>
    exporter.getFinishedSpans().find(({ attributes }) => attributes['rpc.method'] === method);

  it('are children of the span that is active at the call, with the steps as events', async () => {
    undo.push(traceDispatches(tracer, { attributes: ({ method }) => ({ 'app.plugin': `plugin of ${method}` }) }));
    const parents = ['one', 'two'].map((name) => tracer.startSpan(name));
    const dispatches = parents.map((parent) =>
      context.with(trace.setSpan(context.active(), parent), () => hoosegow.dispatch('add', [1, 2])),
    );
    await Promise.all(dispatches.map(async ({ outcome }) => outcome));
    const spans = exporter.getFinishedSpans();
    expect(new Set(spans.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(
      new Set(parents.map((parent) => parent.spanContext().spanId)),
    );
    const [span] = spans;
    expect(span).toMatchObject({ name: 'hoosegow add', kind: 2, status: { code: 0 } });
    expect(span?.attributes).toMatchObject({
      'rpc.system.name': 'hoosegow',
      'rpc.method': 'add',
      'hoosegow.engine': 'process',
      'hoosegow.inmate.dir': folder,
      'hoosegow.outcome': 'returned',
      'app.plugin': 'plugin of add',
    });
    expect(span?.attributes).not.toHaveProperty('error.type');
    expect(span?.events.map(({ name }) => name)).toEqual(expect.arrayContaining(['started', 'requested', 'exited']));
    expect(span?.events.find(({ name }) => name === 'exited')?.attributes).toMatchObject({ 'hoosegow.code': 0 });
    const times = span?.events.map(({ time: [s, ns] }) => s * 1e9 + ns) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('of failures have the error, its kind and a status', async () => {
    undo.push(traceDispatches(tracer));
    for (const method of ['fail', 'leave']) {
      const dispatch = hoosegow.dispatch(method);
      await dispatch.catch(() => undefined);
      await dispatch.outcome;
    }
    expect(spanOf('fail')).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'RangeError' } });
    expect(spanOf('leave')).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'exited' } });
    expect(
      spanOf('fail')?.events.find(({ name }) => name === 'exception')?.attributes?.['exception.message'],
    ).toContain('no such row');
  });

  it('are no more made once it was ended', async () => {
    traceDispatches(tracer)();
    await hoosegow.dispatch('add', [1, 2]).outcome;
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});

it('names the container as it is called, and not by the id that the engine gave it', () => {
  const seen: (string | null)[] = [];
  listen('hoosegow:step', (message) => seen.push((message as StepMessage).dispatch.container));
  const counts = hoosegow.counts;
  const facts = { id: '1', method: 'm', inmateDir: null, image: null, engine: 'docker' as const, counts: () => counts };
  const recorder = RecordingWriter.spool(META);
  ObservedDispatch.begin(facts, (observed) => observed.prepared('hoosegow:1', recorder));
  recorder.onStep?.({ event: 'create', container: 'hoosegow-1' }, 0);
  recorder.onStep?.({ event: 'created', container: 'b68a3fc8' }, 1);
  recorder.onStep?.({ event: 'attached' }, 2);
  expect(seen).toEqual(['hoosegow-1', 'hoosegow-1', 'hoosegow-1']);
});
