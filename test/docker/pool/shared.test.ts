import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SharedEngine, type Hoosegow, type SharedEngineOptions } from '../../../src/engine/index.ts';
import { containersAtOnce } from '../../support/containersAtOnce.ts';
import { dockerUnderTest } from '../../support/docker.ts';
import { hoosegowUnderTest, inmateProject, type InmateProject } from '../../support/inmateProject.ts';
import { names } from './pooled.ts';

let projects: InmateProject[] = [];
const engines: SharedEngine[] = [];

beforeAll(async () => {
  projects = await Promise.all(['trials', 'bulk'].map((name) => inmateProject(name)));
  const [engine] = [shared({})];
  for (const hoosegow of inmates(engine)) await hoosegow.buildImage();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  expect(await names()).toEqual([]);
});
afterAll(() => Promise.all(projects.map((project) => project[Symbol.asyncDispose]())));

function shared(options: SharedEngineOptions): SharedEngine {
  const engine = new SharedEngine({ docker: { host: dockerUnderTest().host }, ...options });
  engines.push(engine);
  return engine;
}

/** One for each project. */
function inmates(engine: SharedEngine, size = 2): Hoosegow[] {
  return projects.map(({ dir }) => hoosegowUnderTest({ engine, inmateDir: dir, pool: { size } }));
}

describe('a shared engine', () => {
  it('has no more containers than it may, those that wait included, and every dispatch its own result', async () => {
    const engine = shared({ concurrency: 2, containers: 3 });
    const both = inmates(engine);
    const call = async (n: number): Promise<void> => {
      const dispatch = both[n % 2]?.dispatch('echo', [n]);
      expect(await dispatch).toEqual([n]);
      expect(engine.counts.containers).toBeLessThanOrEqual(3);
      expect(engine.counts.running).toBeLessThanOrEqual(2);
      await dispatch?.outcome;
    };
    const most = await containersAtOnce(async () => {
      await Promise.all(Array.from({ length: 16 }, (_, n) => call(n)));
      await engine.close();
    });
    expect(most).toBeLessThanOrEqual(3);
    expect(engine.counts).toMatchObject({ queued: 0, running: 0 });
    expect(engine.counts.created).toBe(both.reduce((sum, { counts }) => sum + counts.created, 0));
  });

  it('gives the room of what has waited longest to a dispatch, and none to what would only wait', async () => {
    const engine = shared({ concurrency: 1, containers: 2 });
    const [first, second] = inmates(engine);
    await first?.warm({ count: 2 });
    const [oldest] = await names();
    expect(engine.counts).toMatchObject({ waiting: 2, containers: 2 });
    await expect(second?.warm()).rejects.toMatchObject({ code: 'HOOSEGOW_NO_PLACE' });
    const dispatch = second?.dispatch('echo', [1]);
    expect(await dispatch).toEqual([1]);
    await dispatch?.outcome;
    expect(first?.counts.waiting).toBe(1);
    expect(oldest).toBeDefined();
  });

  it('refuses at once what the queue has no room for, and goes on when a place is free', async () => {
    const engine = shared({ concurrency: 1, containers: 1, queueSize: 1 });
    const [first, second] = inmates(engine, 0);
    const running = first?.dispatch('never');
    await expect.poll(() => engine.counts.running).toBe(1);
    const controller = new AbortController();
    const queued = second?.dispatch('echo', [2], { signal: controller.signal });
    await expect.poll(() => engine.counts.queued).toBe(1);
    await expect(Promise.resolve(second?.dispatch('echo', [3]))).rejects.toMatchObject({ code: 'HOOSEGOW_QUEUE_FULL' });
    controller.abort(new Error('enough'));
    expect((await queued?.outcome)?.outcome).toBe('cancelled');
    const last = second?.dispatch('echo', [4]);
    running?.cancel();
    expect(await last).toEqual([4]);
    await Promise.all([running?.outcome, last?.outcome]);
  });

  it('serves a crowd of inmates, some of whose calls are cancelled, exit or raise, and keeps to its bounds', async () => {
    const crowd = 60;
    const engine = shared({ concurrency: 3, containers: 4, queueSize: crowd });
    const all = projects.map(({ dir }) =>
      hoosegowUnderTest({ engine, inmateDir: dir, pool: { size: 2, reuse: dir.includes('bulk') ? 50 : 1 } }),
    );
    const calls = Array.from({ length: crowd }, async (_, n) => {
      const method = n % 11 === 3 ? 'nothing of this name' : 'echo';
      // More of the second than of the first.
      const dispatch = all[n % 5 === 0 ? 0 : 1]?.dispatch(method, [n]);
      const result = dispatch?.catch(() => undefined);
      if (n % 13 === 5) setImmediate(() => dispatch?.cancel('enough'));
      const outcome = (await dispatch?.outcome)?.outcome;
      expect(await result).toEqual(outcome === 'returned' ? [n] : undefined);
      expect(engine.counts.containers).toBeLessThanOrEqual(4);
      return outcome;
    });
    const most = await containersAtOnce(async () => {
      const outcomes = new Set(await Promise.all(calls));
      expect(outcomes).toEqual(new Set(['cancelled', 'raised', 'returned']));
      expect(engine.counts).toMatchObject({ queued: 0, running: 0 });
      await engine.close();
    });
    expect(most).toBeLessThanOrEqual(4);
    expect(engine.counts.containers).toBe(0);
  });

  it('that is closed has none left, also of one that is being warmed, and takes no more', async () => {
    const engine = shared({});
    const [first] = inmates(engine);
    const warming = first?.warm({ count: 2 });
    await expect.poll(() => engine.counts.containers).toBeGreaterThan(0);
    await engine.close();
    await warming?.catch(() => undefined);
    expect([await names(), engine.counts.containers]).toEqual([[], 0]);
    await expect(Promise.resolve(first?.dispatch('echo'))).rejects.toMatchObject({ code: 'HOOSEGOW_CLOSED' });
  });
});
