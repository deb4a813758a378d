import { describe, expect, it } from 'vitest';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

/** Returns the first five bytes of its request, the last of which is the argument. */
const ECHO = String.raw`printf '\222\246return\304\005'; head -c 5; cat >/dev/null`;

describe('a hundred dispatches at once', () => {
  it('wait for their turn, and each has its own answer', async () => {
    const hoosegow = trials.with({ containerOptions: { Entrypoint: ['/bin/sh', '-c', ECHO] } });
    const dispatches = Array.from({ length: 100 }, (_, n) => hoosegow.dispatch('x', [n]));
    const answers = await Promise.all(dispatches);
    expect(answers.map((answer) => (answer instanceof Uint8Array ? answer.at(-1) : answer))).toEqual(
      Array.from({ length: 100 }, (_, n) => n),
    );
    const outcomes = await Promise.all(dispatches.map(({ outcome }) => outcome));
    expect(outcomes.filter(({ outcome }) => outcome !== 'returned')).toEqual([]);
  });
});
