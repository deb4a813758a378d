import { describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../src/engine/index.ts';
import { needs } from '../../support/docker.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

/** The answer as one list: a line of stdout each, and yields by their value. */
async function story(dispatch: Dispatch): Promise<(string | number)[]> {
  const told: (string | number)[] = [];
  let text = '';
  for await (const frame of dispatch) {
    if (frame.type === 'stdout') text += Buffer.from(frame.value).toString();
    if (frame.type !== 'yield') continue;
    expect(text === '' || text.endsWith('\n')).toBe(true);
    told.push(...text.split('\n').filter((line) => line !== ''), Number(frame.value[0]));
    text = '';
  }
  return [...told, ...text.split('\n').filter((line) => line !== '')];
}

function expectedStory(rounds: number, childEvery: number): (string | number)[] {
  const told: (string | number)[] = [];
  for (let n = 0; n < rounds; n++) {
    told.push(`line ${n}`, n);
    if (n % childEvery === 0) told.push(`child ${n}`);
  }
  return [...told, 'last line'];
}

describe('the order of stdout and yields', () => {
  it('is exact over 2,000 alternations with child processes', async () => {
    const dispatch = trials.call('alternate', [2000, 10]);
    expect(await story(dispatch)).toEqual(expectedStory(2000, 10));
    expect(await dispatch).toBe(2000);
  });

  it('is exact under gVisor', async (context) => {
    needs('gvisor', context);
    const dispatch = trials.with({ runtime: 'runsc' }).dispatch('alternate', [200, 10]);
    expect(await story(dispatch)).toEqual(expectedStory(200, 10));
  });

  it('keeps the times in the inmate rising, and arrival after them', async () => {
    let last = 0;
    let frames = 0;
    for await (const frame of trials.call('count', [500])) {
      expect(frame.at).toBeGreaterThanOrEqual(last);
      last = frame.at ?? 0;
      frames++;
    }
    expect(frames).toBe(501);
  });
});
