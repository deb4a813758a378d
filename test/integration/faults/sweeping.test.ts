import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hoosegow } from '../../../src/engine/index.ts';
import { FakeDaemon } from '../../support/faults/fakeDaemon.ts';
import { speedUpTimers } from '../../support/faults/fastClock.ts';
import { HARMLESS } from '../../support/faults/plan.ts';

let folder: string;
let daemon: FakeDaemon;
let hoosegow: Hoosegow;
let slowDown: () => void;
beforeEach(async () => {
  slowDown = speedUpTimers(40);
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-sweeping-'));
  daemon = new FakeDaemon(HARMLESS);
  await daemon.listen(join(folder, 'd.sock'));
  hoosegow = new Hoosegow({ docker: { host: `unix://${join(folder, 'd.sock')}` }, image: 'hoosegow:1' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await hoosegow.close();
  daemon.close();
  slowDown();
  await rm(folder, { recursive: true });
});

describe('what was left behind', () => {
  it('is swept after the first dispatch, and again after one that comes much later', async () => {
    await hoosegow.dispatch('x').outcome;
    await vi.waitFor(() => expect(daemon.listed).toBe(1), { timeout: 60_000 });
    await hoosegow.dispatch('x').outcome;
    await pause(10_000);
    expect(daemon.listed).toBe(1);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 700_000);
    await hoosegow.dispatch('x').outcome;
    await vi.waitFor(() => expect(daemon.listed).toBe(2), { timeout: 60_000 });
  });

  it('is swept before the engine closes, where it was not yet', async () => {
    await hoosegow.dispatch('x').outcome;
    await hoosegow.close();
    expect(daemon.listed).toBe(1);
  });
});
