import { beforeEach, describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../src/engine/index.ts';
import { needs } from '../../support/docker.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest({ runtime: 'runsc' });
const call = (method: string, ...args: readonly unknown[]): Dispatch => trials.call(method, args, { timeout: 30_000 });

// How FIFOs behave is up to the kernel, and gVisor brings one of its own.
describe('the entrypoint under gVisor', () => {
  beforeEach((context) => {
    needs('gvisor', context);
  });

  it('delivers what was printed just before a SIGKILL', async () => {
    for (let n = 0; n < 3; n++) {
      const dispatch = call('printThenKill', 'SIGKILL');
      expect(await dispatch.outcome).toMatchObject({ outcome: 'exited', signal: 'SIGKILL' });
      expect(await dispatch.stdout.text()).toBe('last words\n');
    }
  });

  it('delivers a megabyte that was printed just before process.exit', async () => {
    const dispatch = call('printThenExit', 1_000_000, 7);
    expect(await dispatch.outcome).toMatchObject({ outcome: 'exited', code: 7 });
    const text = await dispatch.stdout.text();
    expect([text.length, text.slice(-3)]).toEqual([1_000_000, 'x$\n']);
  });

  it('delivers every byte through a descriptor that others have made non-blocking', async () => {
    const dispatch = call('printThroughTroubledStdout', 1_000_000);
    expect(await dispatch.outcome).toMatchObject({ outcome: 'exited', code: 7 });
    const text = await dispatch.stdout.text();
    const before = 'from the worker\nfrom the child\ndirect\n';
    expect([text.length, text.slice(0, before.length)]).toEqual([before.length + 1_000_000, before]);
  });

  it('carries a value of megabytes, and many small ones', async () => {
    const big = await call('big', 8_000_000);
    expect(big instanceof Uint8Array && big.length).toBe(8_000_000);
    const dispatch = call('count', 20_000);
    const yields = await dispatch.yields.toArray();
    expect(yields.every(([value], n) => value === n)).toBe(true);
    expect([yields.length, await dispatch]).toEqual([20_000, 20_000]);
  });

  it('ends with its result while a process that the inmate left behind goes on printing', async () => {
    const dispatch = call('leaveOrphan');
    expect(await dispatch).toBe('left');
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
  });
});
