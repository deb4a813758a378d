import type { Hoosegow } from '../../src/engine/index.ts';
import { DaemonHttp } from './daemonHttp.ts';
import { echo, withEcho } from './echoCall.ts';
import type { Bench, BenchContext, BenchDocker, Result } from './figure.ts';
import { median, reported } from './measure.ts';
import { CALLS_ITSELF, rawRun, WAITS } from './rawRun.ts';
import { steadyRate } from './steadyRate.ts';

const CALLERS = 8;
const ROUNDS = 3;
/** Dispatches, or containers, that are counted in a round: 120 in all. */
const COUNT = 40;
/** Containers under way at the same time, among which is what suits the daemon best. */
const AT_ONCE = [2, 4, 8];
const TRIAL_COUNT = 24;
const LEAST = 0.9;

export const bench: Bench = {
  name: 'throughput',
  async run(context) {
    const docker = await context.docker();
    return withEcho(docker, { pool: { size: CALLERS } }, (...ours) => measure(context, docker, ...ours));
  },
};

async function measure(
  context: BenchContext,
  { host, baseImage }: BenchDocker,
  hoosegow: Hoosegow,
  image: string,
): Promise<readonly Result[]> {
  const http = new DaemonHttp(host);
  const daemon = () => rawRun(http, image, CALLS_ITSELF, true);
  const atOnce = await bestOf(context, daemon);
  const bare = await steadyRate(atOnce, TRIAL_COUNT, () => rawRun(http, baseImage, WAITS, false));
  const rates: Record<'daemon' | 'ours', number[]> = { daemon: [], ours: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    // So that nothing is made in the background while the daemon has its turn.
    await hoosegow.warm({ count: CALLERS });
    rates.daemon.push(await steadyRate(atOnce, COUNT, daemon));
    rates.ours.push(await steadyRate(CALLERS, COUNT, () => echo(hoosegow, round)));
    context.log(`${rates.daemon.at(-1)?.toFixed(2)} containers/s, ${rates.ours.at(-1)?.toFixed(2)} dispatches/s`);
  }
  return results(median(rates.ours), median(rates.daemon), bare, atOnce);
}

function results(ours: number, daemon: number, bare: number, atOnce: number): readonly Result[] {
  const ratio = ours / daemon;
  return [
    {
      figure: `dispatches of ${CALLERS} callers, each in a container of its own`,
      value: ours,
      unit: 'a second',
      against: `containers that do the same unasked, started and removed, ${atOnce} at once: ${daemon.toFixed(1)} a second`,
      ratio,
      target: `≥ ${LEAST} ×`,
      met: ratio >= LEAST,
    },
    reported(`containers of a bare node, started and removed, ${atOnce} at once`, bare, 'a second'),
  ];
}

/** @returns how many at once the daemon does most of in the same time */
async function bestOf(context: BenchContext, work: () => Promise<void>): Promise<number> {
  const rates: { readonly atOnce: number; readonly rate: number }[] = [];
  for (const atOnce of AT_ONCE) {
    const rate = await steadyRate(atOnce, TRIAL_COUNT, work);
    context.log(`${atOnce} containers at once: ${rate.toFixed(2)}/s`);
    rates.push({ atOnce, rate });
  }
  return rates.toSorted((a, b) => b.rate - a.rate)[0]?.atOnce ?? 1;
}
