import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speedUpTimers } from '../../support/faults/fastClock.ts';
import { runSchedules } from '../../support/faults/runSchedules.ts';

/** `HOOSEGOW_SEED=N` runs that schedule alone. */
const SEED = process.env['HOOSEGOW_SEED'];
const COUNT = SEED === undefined ? 500 : 1;

let slowDown: () => void;
beforeAll(() => {
  slowDown = speedUpTimers(40);
});
afterAll(() => slowDown());

const descriptors = (): number => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a daemon that is slow, silent, cutting, lying and erring as a seed says', () => {
  it('always leaves one explained outcome, recorded, in time, and nothing else', { timeout: 120_000 }, async () => {
    const before = { descriptors: descriptors(), timers: timers() };
    const tally = await runSchedules(Number(SEED ?? 1), COUNT, 24);
    expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(COUNT);
    await expect.poll(descriptors).toBeLessThanOrEqual(before.descriptors);
    // Beside what the test runner itself waits for.
    expect(timers()).toBeLessThanOrEqual(before.timers + 1);
  });
});
