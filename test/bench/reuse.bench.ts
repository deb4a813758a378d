import type { Hoosegow, HoosegowOptions } from '../../src/engine/index.ts';
import { encodeRequest } from '../../src/wire/request.ts';
import { echo, withEcho } from './echoCall.ts';
import type { Bench, BenchContext, Result } from './figure.ts';
import { median } from './measure.ts';
import { RawContainer } from './rawContainer.ts';
import { steadyRate } from './steadyRate.ts';

const CALLERS = 8;
const ROUNDS = 3;
const COUNT = 400;
const REQUEST = encodeRequest('echo', ['a request']);
/** A bare `node` that says back all that it hears. */
const SAYS_BACK = ['node', '-e', 'process.stdin.pipe(process.stdout)'];

export const bench: Bench = {
  name: 'throughput, containers used again',
  async run(context) {
    const docker = await context.docker();
    const options: Partial<HoosegowOptions> = { concurrency: CALLERS, pool: { size: CALLERS, reuse: 1000 } };
    const start = () => RawContainer.start(docker.host, docker.baseImage, SAYS_BACK);
    const raw = await Promise.all(Array.from({ length: CALLERS }, start));
    try {
      return await withEcho(docker, options, (hoosegow) => measure(context, hoosegow, [...raw]));
    } finally {
      await Promise.all(raw.map((container) => container[Symbol.asyncDispose]()));
    }
  },
};

async function measure(context: BenchContext, hoosegow: Hoosegow, idle: RawContainer[]): Promise<readonly Result[]> {
  const roundTrip = async (): Promise<void> => {
    const container = idle.pop();
    if (!container) throw new Error('more callers than containers');
    await container.ask(REQUEST);
    idle.push(container);
  };
  const rates: Record<'raw' | 'ours', number[]> = { raw: [], ours: [] };
  await hoosegow.warm({ count: CALLERS });
  for (let round = 1; round <= ROUNDS; round++) {
    rates.raw.push(await steadyRate(CALLERS, COUNT, roundTrip));
    rates.ours.push(await steadyRate(CALLERS, COUNT, () => echo(hoosegow, round)));
    context.log(`${rates.raw.at(-1)?.toFixed(0)} round trips/s, ${rates.ours.at(-1)?.toFixed(0)} dispatches/s`);
  }
  const [raw, ours] = [median(rates.raw), median(rates.ours)];
  return [
    {
      figure: `dispatches of ${CALLERS} callers, a thousand a container`,
      value: ours,
      unit: 'a second',
      against: `write and read of ${CALLERS} bare nodes that wait: ${raw.toFixed(0)} a second`,
      ratio: ours / raw,
      target: null,
      met: null,
    },
  ];
}
