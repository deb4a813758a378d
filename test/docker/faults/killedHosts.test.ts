import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerUnderTest, listOurContainers } from '../../support/docker.ts';
import { describeDoom, runDoomedHosts, sweepAfterDoom } from '../../support/faults/killedHosts.ts';

const DISPATCHES = 200;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-doomed-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('hosts that are killed at random moments', () => {
  it(
    `leave ${DISPATCHES} dispatches accounted for, and no container after one sweep`,
    { timeout: 400_000 },
    async () => {
      const { host, baseImage: image } = dockerUnderTest();
      const seed = Date.now() % 2 ** 31;
      const report = await runDoomedHosts({ host, image, folder, dispatches: DISPATCHES, atOnce: 8, seed });
      await sweepAfterDoom(host);
      console.log(describeDoom(seed, report));
      expect(await listOurContainers()).toEqual([]);
      expect(report.unexplained).toEqual([]);
      expect(report.dispatches).toBe(DISPATCHES);
      expect(report.killed).toBeGreaterThan(DISPATCHES / 100);
    },
  );
});
