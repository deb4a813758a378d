import { setTimeout as pause } from 'node:timers/promises';
import { Hoosegow, type HoosegowOptions } from '../../src/engine/index.ts';
import { encodeRequest } from '../../src/wire/request.ts';
import { dockerRun } from './dockerRun.ts';
import { echoProject } from './echoProject.ts';
import type { Bench, BenchDocker, Result } from './figure.ts';
import { median, reported } from './measure.ts';
import { RawContainer } from './rawContainer.ts';
import { costOfWaiting } from './waitingCost.ts';

const ROUNDS = 15;
/** Rounds of four dispatches in a row. */
const ROWS = 6;
/** Milliseconds in which a daemon and what it has started or removed come to rest. */
const REST = 400;
const REQUEST = encodeRequest('echo', ['a request']);
export const bench: Bench = {
  name: 'dispatches',
  async run(context) {
    const docker = await context.docker();
    await using ts = await echoProject('ts');
    await using js = await echoProject('js');
    return await measure(docker, { ts: ts.optionsFor(docker), js: js.optionsFor(docker) }, (line) => context.log(line));
  },
};

async function measure(
  { host, baseImage }: BenchDocker,
  options: Readonly<Record<'ts' | 'js', HoosegowOptions>>,
  log: (line: string) => void,
): Promise<readonly Result[]> {
  const cold = new Hoosegow(options.ts);
  const coldJs = new Hoosegow(options.js);
  const warm = new Hoosegow({ ...options.ts, pool: { size: 4 } });
  try {
    const image = await cold.buildImage();
    await coldJs.buildImage();
    const times = await inRotation(log, {
      cold: () => timeOf(cold),
      rawCold: () => timeOfRaw(host, baseImage),
      client: () => dockerRun(host, image, REQUEST),
      coldJs: () => timeOf(coldJs),
      warm: () => warmOf(warm),
      rawWarm: () => warmOfRaw(host, baseImage),
    });
    const rows = await inARow({ sequential: cold, pooled: warm });
    return [...compare(times), ...rows, ...(await costOfWaiting(host, warm))];
  } finally {
    for (const hoosegow of [cold, coldJs, warm]) await hoosegow.close();
  }
}

type Contestants = Record<'cold' | 'rawCold' | 'client' | 'coldJs' | 'warm' | 'rawWarm', () => Promise<number>>;

/** By turns, each round beginning with another one, so that none always comes behind the same. */
async function inRotation(
  log: (line: string) => void,
  contestants: Contestants,
): Promise<Record<keyof Contestants, number>> {
  const names = Object.keys(contestants) as (keyof Contestants)[];
  const times: Record<keyof Contestants, number[]> = {
    cold: [],
    rawCold: [],
    client: [],
    coldJs: [],
    warm: [],
    rawWarm: [],
  };
  for (let round = 0; round <= ROUNDS; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      await pause(REST);
      const taken = await contestants[name]();
      // In the first round code is compiled.
      if (round > 0) times[name].push(taken);
    }
    log(`round ${round} of ${ROUNDS}`);
  }
  const { cold, rawCold, client, coldJs, warm, rawWarm } = times;
  return {
    cold: median(cold),
    rawCold: median(rawCold),
    client: median(client),
    coldJs: median(coldJs),
    warm: median(warm),
    rawWarm: median(rawWarm),
  };
}

function compare({ cold, rawCold, client, coldJs, warm, rawWarm }: Record<keyof Contestants, number>): Result[] {
  const bare = 'create, attach, start and reply of a bare node, by plain HTTP';
  const run = 'docker run on the same image, with the same flags';
  return [
    compared('warm dispatch', warm, 'write and read of a bare node that waits', rawWarm, {
      words: '≤ 1.5 ×, ≤ 5 ms',
      ratio: 1.5,
      most: 5,
    }),
    compared('cold dispatch', cold, bare, rawCold, { words: '≤ 1.3 ×', ratio: 1.3 }),
    compared('cold dispatch of JavaScript', coldJs, bare, rawCold, { words: '≤ 1.3 ×', ratio: 1.3 }),
    compared('cold dispatch, beside the command', cold, run, client, { words: '≤ 1/2 ×', ratio: 1 / 2 }),
    compared('warm dispatch, beside the command', warm, run, client, { words: '≤ 1/50 ×', ratio: 1 / 50 }),
  ];
}

function compared(
  figure: string,
  value: number,
  against: string,
  other: number,
  target: { readonly words: string; readonly ratio: number; readonly most?: number },
): Result {
  const ratio = value / other;
  const met = ratio <= target.ratio && value <= (target.most ?? Infinity);
  return {
    figure,
    value,
    unit: 'ms',
    against: `${against}: ${other.toPrecision(3)} ms`,
    ratio,
    target: target.words,
    met,
  };
}

async function timeOf(hoosegow: Hoosegow): Promise<number> {
  const before = performance.now();
  const dispatch = hoosegow.dispatch('echo', ['a request']);
  await dispatch;
  const taken = performance.now() - before;
  await dispatch.outcome;
  return taken;
}

async function warmOf(hoosegow: Hoosegow): Promise<number> {
  await hoosegow.warm();
  await pause(REST);
  return timeOf(hoosegow);
}

async function inARow(contestants: Record<'sequential' | 'pooled', Hoosegow>): Promise<readonly Result[]> {
  const times: Record<keyof typeof contestants, number[]> = { sequential: [], pooled: [] };
  for (let round = 0; round <= ROWS; round++) {
    for (const name of ['sequential', 'pooled'] as const) {
      await pause(2 * REST);
      const taken = await fourInARow(contestants[name]);
      if (round > 0) times[name].push(taken);
    }
  }
  const [alone, pooled] = [median(times.sequential), median(times.pooled)];
  return [
    reported('one of four dispatches in a row', alone, 'ms'),
    {
      ...reported('one of four dispatches in a row, with a pool', pooled, 'ms'),
      against: `without: ${alone.toPrecision(3)} ms`,
      ratio: pooled / alone,
    },
  ];
}

async function fourInARow(hoosegow: Hoosegow): Promise<number> {
  const before = performance.now();
  const dispatches = [];
  for (let n = 0; n < 4; n++) {
    const dispatch = hoosegow.dispatch('echo', [n]);
    await dispatch;
    dispatches.push(dispatch);
  }
  const taken = performance.now() - before;
  await Promise.all(dispatches.map(({ outcome }) => outcome));
  return taken / 4;
}

async function timeOfRaw(host: string, image: string): Promise<number> {
  const before = performance.now();
  await using container = await RawContainer.start(host, image);
  await container.ask(REQUEST);
  return performance.now() - before;
}

async function warmOfRaw(host: string, image: string): Promise<number> {
  await using container = await RawContainer.start(host, image);
  await pause(REST);
  const before = performance.now();
  await container.ask(REQUEST);
  return performance.now() - before;
}
