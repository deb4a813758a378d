import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speedUpTimers } from '../../support/faults/fastClock.ts';
import {
  CALLS,
  FAULTS,
  HARMLESS,
  multiplexedAnswer,
  type Call,
  type Fault,
  type Plan,
} from '../../support/faults/plan.ts';
import { runPlan } from '../../support/faults/runPlan.ts';

let slowDown: () => void;
beforeAll(() => {
  slowDown = speedUpTimers(40);
});
afterAll(() => slowDown());

describe('a daemon that does what it should', () => {
  it('is dispatched to', async () => {
    expect(await runPlan(HARMLESS)).toEqual({ outcome: 'returned' });
    expect(await runPlan({ ...HARMLESS, builds: true })).toEqual({ outcome: 'returned' });
    expect(await runPlan({ ...HARMLESS, pooled: true })).toEqual({ outcome: 'returned' });
  });
});

/** A dispatch in which the call is made. */
function dispatchWith(call: Call): Plan {
  const builds = call === 'build' || call === 'image';
  return call === 'kill' ? { ...HARMLESS, output: multiplexedAnswer('none'), exits: false } : { ...HARMLESS, builds };
}

/** Once with time to spare, and always with little. */
const HOW = [
  { times: 1, timeout: 60_000 },
  { times: Infinity, timeout: 5000 },
  { times: Infinity, timeout: 60_000 },
];

async function outcomesOf(call: Call, fault: Fault): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { times, timeout } of HOW) {
    // A build may take its time: only a human can tell that it takes too long.
    const cancelAfter = call === 'build' ? timeout : undefined;
    const faults = new Map([[call, { fault, times }]]);
    try {
      const { outcome } = await runPlan({ ...dispatchWith(call), timeout, cancelAfter, faults });
      outcomes.push(outcome);
    } catch (error) {
      throw new Error(`${fault}, ${times} times, timeout ${timeout}: ${String(error)}`, { cause: error });
    }
  }
  return outcomes;
}

describe('a daemon whose answer is slow, missing, cut, a refusal, something else or no HTTP', () => {
  it.each(CALLS)('leaves one explained outcome: %s', async (call) => {
    const outcomes = await Promise.all(FAULTS.map((fault) => outcomesOf(call, fault)));
    expect(outcomes).toHaveLength(FAULTS.length);
    // Nothing but the container itself ends as exited.
    expect(outcomes.flat()).not.toContain('exited');
  });
});
