import type { DockerConnection } from '../../src/engine/docker/connect.ts';
import type { Hoosegow } from '../../src/engine/index.ts';
import type { Bench, BenchContext, BenchDocker, Result } from './figure.ts';
import { echo, withTrials } from './inmateUnderTest.ts';
import { median, reported } from './measure.ts';
import { connectTo } from './rawContainer.ts';
import { CALLS_ITSELF, rawRun, WAITS } from './rawRun.ts';
import { steadyRate } from './steadyRate.ts';

const CALLERS = 8;
const ROUNDS = 3;
const COUNT = 40;
/** Containers under way at the same time, among which is what suits the daemon best. */
const AT_ONCE = [2, 4, 8];
const TRIAL_COUNT = 24;
const LEAST = 0.9;

export const bench: Bench = {
  name: 'throughput, 8 callers',
  async run(context) {
    const docker = await context.docker();
    const connection = await connectTo(docker.host);
    try {
      const pool = { size: CALLERS };
      return await withTrials(docker, { pool }, (...ours) => measure(context, docker, connection, ...ours));
    } finally {
      connection.close();
    }
  },
};

async function measure(
  context: BenchContext,
  { baseImage }: BenchDocker,
  connection: DockerConnection,
  hoosegow: Hoosegow,
  image: string,
): Promise<readonly Result[]> {
  const daemon = () => rawRun(connection, image, CALLS_ITSELF, true);
  const atOnce = await bestOf(context, daemon);
  const bare = await steadyRate(atOnce, TRIAL_COUNT, () => rawRun(connection, baseImage, WAITS, false));
  const rates: Record<'daemon' | 'ours', number[]> = { daemon: [], ours: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    // Nothing is made in the background while the daemon has its turn.
    await hoosegow.warm({ count: CALLERS });
    const [theirs, ours] = [
      await steadyRate(atOnce, COUNT, daemon),
      await steadyRate(CALLERS, COUNT, () => echo(hoosegow, round)),
    ];
    context.log(`${theirs.toFixed(2)} containers/s, ${ours.toFixed(2)} dispatches/s`);
    rates.daemon.push(theirs);
    rates.ours.push(ours);
  }
  const [theirs, ours] = [median(rates.daemon), median(rates.ours)];
  const ratio = ours / theirs;
  return [
    {
      figure: 'dispatches, one a container, 8 callers, with a pool',
      value: ours,
      unit: 'dispatches/s',
      against: `containers of the same call that the daemon starts and removes, ${atOnce} at once: ${theirs.toFixed(1)}/s`,
      ratio,
      target: `≥ ${LEAST} ×`,
      met: ratio >= LEAST,
    },
    reported(`containers of a bare node, started and removed, ${atOnce} at once`, bare, 'containers/s'),
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
