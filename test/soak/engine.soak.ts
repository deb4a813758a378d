import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dispatch, Lifecycle } from '../../src/engine/index.ts';
import { FORGERIES, GLUTTONY, SABOTAGE } from '../docker/hostile/threats.ts';
import { dockerUnderTest, listOurContainers } from '../support/docker.ts';
import { speedUpTimers } from '../support/faults/fastClock.ts';
import { describeDoom, runDoomedHosts, sweepAfterDoom } from '../support/faults/killedHosts.ts';
import { runSchedules } from '../support/faults/runSchedules.ts';
import { Seeded } from '../support/faults/seeded.ts';
import { strainOf } from '../support/strain.ts';
import { inmateUnderTest, trialsUnderTest } from '../support/trials.ts';
import { figures, howMany, percentile, table } from './figures.ts';

const MIB = 1024 * 1024;
const SEED = Date.now() % 2 ** 31;
const trials = trialsUnderTest();
const villain = inmateUnderTest('villain');

afterAll(() => console.log(`\nseed ${SEED}\n${table()}\n`));

/** Does something so many times, some of it at the same time. */
async function repeat(times: number, atOnce: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
}

async function lifecycleOf(dispatch: Dispatch): Promise<Map<Lifecycle['event'], number>> {
  const times = new Map<Lifecycle['event'], number>();
  for await (const event of dispatch.events()) if (event.type === 'lifecycle') times.set(event.value.event, event.t);
  return times;
}

describe('soak', () => {
  it('a daemon that misbehaves', async () => {
    const count = howMany('HOOSEGOW_SOAK_SCHEDULES', 20_000);
    const slowDown = speedUpTimers(40);
    const tally = await runSchedules(SEED, count, 24).finally(slowDown);
    figures.push({ what: 'schedules of faults, one explained outcome each', value: String(count), bar: 'all' });
    for (const [outcome, times] of tally) figures.push({ what: `  ${outcome}`, value: String(times), bar: '' });
    expect([...tally.values()].reduce((sum, times) => sum + times, 0)).toBe(count);
  });

  it('hosts that are killed', async () => {
    const dispatches = howMany('HOOSEGOW_SOAK_DISPATCHES', 10_000);
    const folder = await mkdtemp(join(tmpdir(), 'hoosegow-soak-'));
    try {
      const { host, baseImage: image } = dockerUnderTest();
      const report = await runDoomedHosts({ host, image, folder, dispatches, atOnce: 8, seed: SEED });
      console.log(describeDoom(SEED, report));
      const swept = await sweepAfterDoom(host);
      const left = (await listOurContainers()).length;
      const { killed, interrupted, unexplained } = report;
      figures.push(
        { what: 'dispatches of hosts that were killed', value: String(report.dispatches), bar: '' },
        { what: '  hosts killed', value: String(killed), bar: '' },
        { what: '  interrupted, with a recording that opens', value: String(interrupted), bar: '' },
        { what: '  unexplained', value: String(unexplained.length), bar: '0' },
        { what: '  containers for the one sweep', value: String(swept), bar: '' },
        { what: '  containers left after it', value: String(left), bar: '0' },
      );
      expect([unexplained, left]).toEqual([[], 0]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('hostile inmates', async () => {
    const count = howMany('HOOSEGOW_SOAK_HOSTILE', 1000);
    const random = new Seeded(SEED);
    const [first, ...others] = [...FORGERIES, ...SABOTAGE, ...GLUTTONY];
    const gone: number[] = [];
    const stalls: number[] = [];
    const growths: number[] = [];
    // One at a time: the bar is that of a dispatch.
    for (let n = 0; n < count; n++) {
      const threat = first && random.pick([first, ...others]);
      const { result, strain } = await strainOf(async () => {
        const dispatch = villain.call(threat?.method ?? '', threat?.args ?? [], { timeout: 2000 });
        dispatch.catch(() => undefined);
        return { dispatch, outcome: await dispatch.outcome };
      });
      expect(result.outcome.outcome).not.toBe('engine-failed');
      stalls.push(strain.stall);
      growths.push(strain.growth / MIB);
      const times = await lifecycleOf(result.dispatch);
      const [kill, removed] = [times.get('kill'), times.get('removed')];
      if (kill !== undefined && removed !== undefined) gone.push(removed - kill);
    }
    const left = (await listOurContainers()).length;
    figures.push(
      { what: 'hostile dispatches', value: String(count), bar: '' },
      { what: '  killed to gone, p99', value: `${percentile(gone, 0.99).toFixed(0)} ms`, bar: '< 1000 ms' },
      { what: '  event loop stall, p99', value: `${percentile(stalls, 0.99).toFixed(1)} ms`, bar: '< 50 ms' },
      { what: '  event loop stall, worst', value: `${Math.max(...stalls).toFixed(1)} ms`, bar: '' },
      {
        what: '  memory growth of a dispatch, worst',
        value: `${Math.max(...growths).toFixed(1)} MiB`,
        bar: '< 64 MiB',
      },
      { what: '  containers left', value: String(left), bar: '0' },
    );
    expect(left).toBe(0);
    expect(percentile(gone, 0.99)).toBeLessThan(1000);
    expect(percentile(stalls, 0.99)).toBeLessThan(50);
    expect(Math.max(...growths)).toBeLessThan(64);
  });

  it('cancelling at any moment', async () => {
    const count = howMany('HOOSEGOW_SOAK_CANCELS', 500);
    const random = new Seeded(SEED);
    const gone: number[] = [];
    await repeat(count, 2, async () => {
      const dispatch = trials.call('never');
      dispatch.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, random.below(300)));
      const start = performance.now();
      dispatch.cancel();
      expect((await dispatch.outcome).outcome).toBe('cancelled');
      gone.push(performance.now() - start);
    });
    const left = (await listOurContainers()).length;
    figures.push(
      { what: 'dispatches cancelled at any moment', value: String(count), bar: '' },
      { what: '  cancel to gone, median', value: `${percentile(gone, 0.5).toFixed(0)} ms`, bar: '' },
      { what: '  cancel to gone, p99', value: `${percentile(gone, 0.99).toFixed(0)} ms`, bar: '< 1000 ms' },
      { what: '  containers left', value: String(left), bar: '0' },
    );
    expect(left).toBe(0);
    expect(percentile(gone, 0.99)).toBeLessThan(1000);
  });
});
