import type { Hoosegow, HoosegowOptions } from '../../src/engine/index.ts';
import { echo, withEcho } from './echoCall.ts';
import type { Bench, BenchContext, Result } from './figure.ts';
import { median, percentile, reported } from './measure.ts';
import { steadyRate } from './steadyRate.ts';

/** Containers that may wait: fewer than most of the callers. */
const SIZE = 4;
const CALLERS = [1, 2, 4, 8, 16, 32, 64];
const COUNT = 1000;
/** All numbers of callers in turn, so that whatever else the machine does meets all of them. */
const ROUNDS = 5;
/** The part of the best rate that each number of callers is to reach, from as many callers as there are processors on. */
const SHARE = 0.9;

export const bench: Bench = {
  name: `callers on a pool of ${SIZE}, containers used again`,
  async run(context) {
    const docker = await context.docker();
    const options: Partial<HoosegowOptions> = {
      concurrency: Math.max(...CALLERS),
      pool: { size: SIZE, reuse: 100_000 },
    };
    return withEcho(docker, options, (hoosegow) => sweep(context, hoosegow));
  },
};

/** What so many callers at the same time came to. */
interface Row {
  readonly callers: number;
  /** Calls a second. */
  readonly rate: number;
  /** Milliseconds that all but one call of a hundred took at most. */
  readonly p99: number;
}

async function sweep(context: BenchContext, hoosegow: Hoosegow): Promise<readonly Result[]> {
  await hoosegow.warm({ count: SIZE });
  // What runs first compiles for the others, here and in the containers.
  for (const callers of CALLERS) await steadyRate(callers, COUNT, () => echo(hoosegow, 0));
  const measured: Row[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const callers of CALLERS) {
      const row = await measure(hoosegow, callers);
      context.log(`${callers} callers: ${row.rate.toFixed(0)} calls/s, p99 ${row.p99.toFixed(0)} ms`);
      measured.push(row);
    }
  }
  const rows = CALLERS.map((callers): Row => {
    const mine = measured.filter((row) => row.callers === callers);
    return { callers, rate: median(mine.map(({ rate }) => rate)), p99: median(mine.map(({ p99 }) => p99)) };
  });
  const best = Math.max(...rows.map(({ rate }) => rate));
  return rows.flatMap(({ callers, rate, p99 }) => [
    {
      figure: `calls of ${callers} callers`,
      value: rate,
      unit: 'a second',
      against: `the best of the run: ${best.toFixed(0)} a second`,
      ratio: rate / best,
      target: callers < SIZE ? null : `${SHARE} × the best`,
      met: callers < SIZE ? null : rate / best >= SHARE,
    },
    reported(`p99 of a call of ${callers} callers`, p99, 'ms'),
  ]);
}

async function measure(hoosegow: Hoosegow, callers: number): Promise<Row> {
  const taken: number[] = [];
  const rate = await steadyRate(callers, COUNT, async () => {
    const begin = performance.now();
    await echo(hoosegow, callers);
    taken.push(performance.now() - begin);
  });
  return { callers, rate, p99: percentile(taken, 0.99) };
}
