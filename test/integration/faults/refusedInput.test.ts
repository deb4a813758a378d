import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speedUpTimers } from '../../support/faults/fastClock.ts';
import { HARMLESS, multiplexedAnswer, type Plan } from '../../support/faults/plan.ts';
import { runPlan } from '../../support/faults/runPlan.ts';

let slowDown: () => void;
beforeAll(() => {
  slowDown = speedUpTimers(40);
});
afterAll(() => slowDown());

// As an engine that clears a container away first.
const LATE = new Map([['inspect', { fault: 'slow', times: Infinity }]] as const);
const plan: Plan = { ...HARMLESS, output: multiplexedAnswer('none', 0), exitCode: 3 };

describe('a container that closes its input', () => {
  it.each(['before', 'amid'] as const)(
    '%s the request ended as it says, also where that is told late',
    async (refuses) => {
      const expected = { outcome: 'exited', code: 3, signal: null };
      expect(await runPlan({ ...plan, refuses })).toEqual(expected);
      expect(await runPlan({ ...plan, refuses, faults: LATE })).toEqual(expected);
    },
  );

  it('amid the request, and goes on, has a broken connection', async () => {
    const outcome = await runPlan({ ...plan, refuses: 'amid', exits: false });
    expect(outcome).toMatchObject({
      outcome: 'engine-failed',
      phase: 'run',
      message: expect.stringMatching(/broke/) as string,
    });
  });
});
