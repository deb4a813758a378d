import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Hoosegow, SharedEngine, UsageError, type HoosegowOptions } from '../../../../src/engine/index.ts';

/** Nothing is opened by what these tests do. */
const NOWHERE = { host: 'unix:///nowhere/docker.sock' };

describe('a shared engine', () => {
  it.each([
    [{ concurrency: 0 }, 'concurrency must be a whole number of at least 1, not 0'],
    [{ concurrency: 1.5 }, 'concurrency'],
    [{ concurrency: 8, containers: 7 }, 'containers must be a whole number of at least 8'],
    [{ queueSize: -1 }, 'queueSize must be a whole number of at least 0'],
    [{ queueSize: Number.NaN }, 'queueSize'],
  ])('refuses %j', (options, message) => {
    expect(() => new SharedEngine(options)).toThrow(UsageError);
    expect(() => new SharedEngine(options)).toThrow(message);
  });

  it.each<[Partial<HoosegowOptions>, string]>([
    [{ docker: NOWHERE }, "docker is the shared engine's"],
    [{ concurrency: 2 }, "concurrency is the shared engine's"],
  ])('has what an inmate cannot have of its own: %j', (options, message) => {
    const engine = new SharedEngine({ docker: NOWHERE });
    expect(() => new Hoosegow({ engine, image: 'one', ...options })).toThrow(message);
  });

  it('is one that was made by this copy of the package', () => {
    const engine = { counts: new SharedEngine().counts, close: () => Promise.resolve() };
    expect(() => new Hoosegow({ engine, image: 'one' })).toThrow('this copy of the package');
  });

  it('counts what is under way, of all inmates and of each', async () => {
    const nothing = { queued: 0, running: 0, waiting: 0, loading: 0, containers: 0, created: 0 };
    const engine = new SharedEngine({ docker: NOWHERE });
    const hoosegow = new Hoosegow({ engine, image: 'one', pool: {} });
    expect([engine.counts, hoosegow.counts]).toEqual([nothing, nothing]);
    await hoosegow.close();
    await engine.close();
    await engine.close();
  });

  it('fails for dispatches that come after its end, and for those that cannot reach Docker gives every place back', async () => {
    const engine = new SharedEngine({ docker: NOWHERE, concurrency: 1 });
    const hoosegow = new Hoosegow({ engine, image: 'one' });
    const dispatches = Array.from({ length: 1000 }, () => hoosegow.dispatch('any'));
    const outcomes = await Promise.all(dispatches.map(({ outcome }) => outcome));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['engine-failed']));
    expect(engine.counts).toMatchObject({ queued: 0, running: 0, containers: 0 });
    await engine.close();
    await expect(Promise.resolve(hoosegow.dispatch('any'))).rejects.toMatchObject({ code: 'HOOSEGOW_CLOSED' });
  });

  it('is closed with all its inmates: what is under way is cancelled, or has its time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hoosegow-test-shared-'));
    // A daemon that never answers.
    const daemon = createServer(() => undefined);
    const sockets = new Set<Socket>();
    daemon.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => daemon.listen(join(folder, 'docker.sock'), resolve));
    for (const ways of [[{ cancel: true }], [{ drain: 1 }], [{}, { cancel: true }]] as const) {
      const engine = new SharedEngine({ docker: { host: `unix://${folder}/docker.sock` }, concurrency: 1 });
      const both = ['one', 'two'].map((image) => new Hoosegow({ engine, image }));
      const outcomes = both.map((hoosegow) => hoosegow.dispatch('any').outcome);
      await expect(engine.close({ drain: -1 })).rejects.toThrow('drain must be true, or milliseconds');
      const closings = ways.map((options) => engine.close(options));
      await expect(both[0]?.dispatch('any').outcome).resolves.toMatchObject({ outcome: 'engine-failed' });
      await expect(both[0]?.buildImage()).rejects.toMatchObject({ name: 'EngineClosedError' });
      await Promise.all(closings);
      expect((await Promise.all(outcomes)).map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
      await Promise.all(both.map((hoosegow) => hoosegow.close()));
    }
    for (const socket of sockets) socket.destroy();
    daemon.close();
    await rm(folder, { recursive: true });
  });

  it('is closed by "await using"', async () => {
    const engine = new SharedEngine({ docker: NOWHERE });
    const hoosegow = new Hoosegow({ engine, image: 'one' });
    await engine[Symbol.asyncDispose]();
    await expect(Promise.resolve(hoosegow.dispatch('any'))).rejects.toMatchObject({ name: 'EngineClosedError' });
    await hoosegow.close();
  });
});
