import type { Hoosegow } from '../../src/engine/index.ts';
import { strainOf, type Strain } from '../support/strain.ts';
import type { Bench, BenchContext, Result } from './figure.ts';
import { echo, withEcho } from './echoCall.ts';
import { median, reported } from './measure.ts';

/** Dispatches queued at once, turn by turn: the small numbers often, and a hundred before and after the thousand. */
const TURNS = [1, 1, 1, 1, 1, 10, 10, 10, 100, 1000, 100];
const MOST_RATIO = 1.3;
const MOST_STALL = 50;
const MIB = 1024 ** 2;

interface Turn {
  readonly count: number;
  /** For each dispatch, up to the moment at which the last container is gone. */
  readonly milliseconds: number;
  readonly strain: Strain;
}

export const bench: Bench = {
  name: 'growth, dispatches queued at once',
  async run(context) {
    const turns = await withEcho(await context.docker(), { pool: {} }, (hoosegow) => takeTurns(context, hoosegow));
    return results(turns);
  },
};

async function takeTurns(context: BenchContext, hoosegow: Hoosegow): Promise<readonly Turn[]> {
  // Code is compiled in these.
  await queued(hoosegow, 10);
  const turns: Turn[] = [];
  for (const count of TURNS) {
    await hoosegow.warm();
    const turn = await queued(hoosegow, count);
    context.log(
      `${count}: ${turn.milliseconds.toFixed(1)} ms each, stall ${turn.strain.stall.toFixed(0)} ms ` +
        `(with what others took ${turn.strain.wallStall.toFixed(0)}), growth ${(turn.strain.growth / MIB).toFixed(0)} MiB`,
    );
    turns.push(turn);
  }
  return turns;
}

async function queued(hoosegow: Hoosegow, count: number): Promise<Turn> {
  const before = performance.now();
  const { strain } = await strainOf(() => Promise.all(Array.from({ length: count }, (_, n) => echo(hoosegow, n))));
  return { count, milliseconds: (performance.now() - before) / count, strain };
}

function results(turns: readonly Turn[]): readonly Result[] {
  const of = (count: number) => turns.filter((turn) => turn.count === count);
  const each = (count: number) => median(of(count).map(({ milliseconds }) => milliseconds));
  // Of two: both count, for the thousand is between them.
  const hundred = of(100).reduce((sum, { milliseconds }) => sum + milliseconds / of(100).length, 0);
  const thousand = each(1000);
  const ratio = thousand / hundred;
  const stall = Math.max(...turns.map(({ strain }) => strain.stall));
  const growth = Math.max(...of(1000).map(({ strain }) => strain.growth));
  return [
    reported('1 dispatch, until its container is gone', each(1), 'ms'),
    reported('10 dispatches queued, each', each(10), 'ms'),
    reported('100 dispatches queued, each', hundred, 'ms'),
    {
      figure: '1,000 dispatches queued, each',
      value: thousand,
      unit: 'ms',
      against: `each of 100, before and after: ${hundred.toFixed(1)} ms`,
      ratio,
      target: `linear: ≤ ${MOST_RATIO} ×`,
      met: ratio <= MOST_RATIO,
    },
    {
      figure: 'longest time the event loop stood still in all of them',
      value: stall,
      unit: 'ms',
      against: null,
      ratio: null,
      target: `< ${MOST_STALL} ms`,
      met: stall < MOST_STALL,
    },
    reported('growth of resident memory in the 1,000', growth / MIB, 'MiB'),
  ];
}
