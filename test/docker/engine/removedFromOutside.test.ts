import { describe, expect, it } from 'vitest';
import type { Dispatch, Outcome } from '../../../src/engine/index.ts';
import { dockerClient } from '../../support/docker.ts';
import { names, poolsUnderTest } from '../pool/pooled.ts';

const { hoosegow, call } = poolsUnderTest('trials', { size: 1 });

/** As `docker rm -f` does it. */
async function removeContainer(container: string): Promise<void> {
  await dockerClient().getContainer(container).remove({ force: true });
}

async function containerOf(dispatch: Dispatch): Promise<string> {
  for await (const event of dispatch.events()) {
    if (event.type !== 'lifecycle') continue;
    const { value: step } = event;
    if ((step.event === 'create' || step.event === 'started') && step.container !== undefined) return step.container;
  }
  throw new Error('there is no container');
}

function removedFromOutside(phase: string): Outcome {
  const message = expect.stringMatching(
    /^the container was removed from outside while it was needed \(docker rm/,
  ) as string;
  return { outcome: 'engine-failed', message, phase };
}

describe('a container that is removed from outside is told as that, and not as the fault of its inmate:', () => {
  it('one that is made and not started', async () => {
    const plain = hoosegow({ pool: { size: 0 }, callbacks: { afterCreate: removeContainer } });
    const dispatch = call(plain, 'echo', [1]);
    expect(await dispatch.outcome).toEqual(removedFromOutside(expect.stringMatching(/^(create|attach)$/) as string));
    await expect(dispatch.then()).rejects.toMatchObject({
      name: 'EngineError',
      message: expect.stringMatching(/removed from outside/) as string,
      cause: expect.objectContaining({ message: expect.stringMatching(/HTTP 404/) as string }) as Error,
    });
  });

  it('one that has just been started', async () => {
    const plain = hoosegow({ pool: { size: 0 }, callbacks: { afterStart: removeContainer } });
    expect(await call(plain, 'never').outcome).toEqual(removedFromOutside('run'));
  });

  it('one whose inmate runs, whatever it has printed and yielded', async () => {
    const plain = hoosegow({ pool: { size: 0 } });
    const silent = call(plain, 'never');
    const container = await containerOf(silent);
    expect((await silent.stdout[Symbol.asyncIterator]().next()).done).toBe(false);
    await removeContainer(container);
    expect(await silent.outcome).toEqual(removedFromOutside('run'));
    const yielding = call(plain, 'slowly', [1000, 10]);
    const seen: unknown[] = [];
    const outcome = yielding.outcome;
    yielding.catch(() => undefined);
    try {
      for await (const values of yielding.yields) {
        seen.push(values);
        if (seen.length === 3) await removeContainer(await containerOf(yielding));
      }
    } catch {
      // The yields end as the dispatch does.
    }
    expect(await outcome).toEqual(removedFromOutside('run'));
    expect(seen.slice(0, 3)).toEqual([[0], [1], [2]]);
  });

  it('one that waits in the pool is replaced, and one that has been taken from there is told', async () => {
    const pooled = hoosegow();
    await pooled.warm();
    const [waiting = ''] = await names();
    await removeContainer(waiting);
    expect(await call(pooled, 'echo', [1])).toEqual([1]);
    await pooled.warm();
    const dispatch = call(pooled, 'never');
    await dispatch.stdout[Symbol.asyncIterator]().next();
    await removeContainer(await containerOf(dispatch));
    expect(await dispatch.outcome).toEqual(removedFromOutside('run'));
    expect(await names()).not.toContain(waiting);
  });

  it('but what its inmate did by itself stays its own doing', async () => {
    const plain = hoosegow({ pool: { size: 0 } });
    expect(await call(plain, 'printThenKill', ['SIGKILL']).outcome).toMatchObject({
      outcome: 'exited',
      signal: 'SIGKILL',
    });
    const removing = { afterStop: removeContainer };
    const exited = call(hoosegow({ pool: { size: 0 }, callbacks: removing }), 'exit', [3]);
    expect(await exited.outcome).toEqual({ outcome: 'exited', code: 3, signal: null });
    const returned = call(hoosegow({ pool: { size: 0 }, callbacks: removing }), 'echo', [3]);
    expect(await returned.outcome).toEqual({ outcome: 'returned' });
  });
});
