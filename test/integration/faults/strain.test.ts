import { describe, expect, it } from 'vitest';
import { strainOf } from '../../support/strain.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Keeps the event loop from turning, at work or asleep. */
async function hold(milliseconds: number, how: 'work' | 'sleep'): Promise<void> {
  await nextTurn();
  const before = process.cpuUsage();
  if (how === 'sleep') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  else while (process.cpuUsage(before).user < milliseconds * 1000) Math.hypot(milliseconds, 1);
  await nextTurn();
}

describe('the strain on a process', () => {
  it('is what its thread works without a turn, and not what others take from it', async () => {
    const { strain: working } = await strainOf(() => hold(300, 'work'));
    expect(working.stall).toBeGreaterThan(50);
    const { strain: waiting } = await strainOf(() => hold(300, 'sleep'));
    expect(waiting.wallStall).toBeGreaterThan(200);
    expect(waiting.stall).toBeLessThan(50);
  });

  it('is the memory that came on top', async () => {
    const { result, strain } = await strainOf(async () => {
      const bytes = Buffer.alloc(64 * 1024 * 1024, 1);
      await hold(10, 'sleep');
      return bytes;
    });
    expect(strain.growth).toBeGreaterThan(0.7 * result.length);
  });
});
