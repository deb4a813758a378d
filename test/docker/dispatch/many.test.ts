import { describe, expect, it } from 'vitest';
import { listOurContainers } from '../../support/docker.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

describe('many dispatches at once', () => {
  it("20 do not get in each other's way", async () => {
    const dispatches = Array.from({ length: 20 }, (_, n) => trials.call('count', [n + 1]));
    const answers = await Promise.all(dispatches.map((dispatch) => dispatch.yields.toArray()));
    answers.forEach((yields, n) => {
      expect(yields).toEqual(Array.from({ length: n + 1 }, (_, value) => [value]));
    });
    expect(await Promise.all(dispatches)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    await Promise.all(dispatches.map(({ outcome }) => outcome));
    expect(await listOurContainers()).toEqual([]);
  });

  it('wait for their turn where the number is bounded, and can be cancelled meanwhile', async () => {
    const hoosegow = trials.with({ concurrency: 1 });
    const first = hoosegow.dispatch('slowly', [3, 50]);
    const second = hoosegow.dispatch('echo', [2]);
    const third = hoosegow.dispatch('echo', [3]);
    second.cancel('not needed');
    expect(await second.outcome).toEqual({ outcome: 'cancelled', message: 'not needed' });
    expect(await third).toEqual([3]);
    expect((await first.outcome).outcome).toBe('returned');
  });

  it('can be read after they ended, many of them', async () => {
    const dispatches = [];
    for (let n = 0; n < 10; n++) {
      const dispatch = trials.call('bothStreams');
      await dispatch.outcome;
      dispatches.push(dispatch);
    }
    for (const dispatch of dispatches) expect(await dispatch.stdout.text()).toBe('to stdout\n');
  });
});
