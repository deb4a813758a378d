import { describe, expect, it } from 'vitest';
import type { Hoosegow } from '../../../src/engine/index.ts';
import { containersAtOnce } from '../../support/containersAtOnce.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

/** Returns the first five bytes of its request, the last of which is the argument. */
const ECHO = String.raw`printf '\222\246return\304\005'; head -c 5; cat >/dev/null`;
const containerOptions = { Entrypoint: ['/bin/sh', '-c', ECHO] };

/** Calls so many times at once; every call must end well, with the answer to it and to no other. */
async function callAtOnce(hoosegow: Pick<Hoosegow, 'dispatch'>, count: number): Promise<{ ended: number[] }> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const ended: number[] = [];
  const dispatches = numbers.map((n) => hoosegow.dispatch('x', [n]));
  const outcomes = dispatches.map(async ({ outcome }, n) => {
    const { outcome: how } = await outcome;
    ended.push(n);
    return how;
  });
  const answers = await Promise.all(dispatches);
  expect(answers.map((answer) => (answer instanceof Uint8Array ? answer.at(-1) : answer))).toEqual(numbers);
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['returned']));
  return { ended };
}

/** With so many places, one that has its turn in order can be overtaken by those that began after it, and no others. */
function expectInOrder(ended: readonly number[], places: number): void {
  expect(ended.filter((n, index) => index < n - (places - 1))).toEqual([]);
}

describe('a hundred dispatches at once', () => {
  it('wait for their turn, and each has its own answer', async () => {
    const hoosegow = trials.with({ containerOptions, concurrency: 4 });
    const most = await containersAtOnce(async () => expectInOrder((await callAtOnce(hoosegow, 100)).ended, 4));
    expect(most).toBe(4);
  });

  it('do so with a pool, too, which adds no more containers than may wait', async () => {
    const hoosegow = hoosegowUnderTest({ image: trials.image, containerOptions, concurrency: 3, pool: { size: 2 } });
    const most = await containersAtOnce(async () => {
      try {
        expectInOrder((await callAtOnce(hoosegow, 30)).ended, 3);
      } finally {
        await hoosegow.close();
      }
    });
    expect(most).toBeGreaterThanOrEqual(3);
    expect(most).toBeLessThanOrEqual(3 + 2);
  });
});
