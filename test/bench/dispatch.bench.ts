import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Hoosegow, type HoosegowOptions } from '../../src/engine/index.ts';
import type { DockerConnection } from '../../src/engine/docker/connect.ts';
import { encodeRequest } from '../../src/wire/request.ts';
import type { Bench, BenchDocker, Result } from './figure.ts';
import { median, reported } from './measure.ts';
import { connectTo, RawContainer } from './rawContainer.ts';

const ROUNDS = 12;
/** Milliseconds in which a container that was started comes to rest. */
const REST = 400;
const TEMPLATE = join(import.meta.dirname, '../../dist/inmate-template');
const REQUEST = encodeRequest('echo', ['a request']);

/** Milliseconds of each contestant, round by round. */
type Times = Record<'rawCold' | 'cold' | 'rawWarm' | 'warm' | 'client' | 'sequential' | 'pooled', number[]>;

export const bench: Bench = {
  name: 'dispatches',
  async run(context) {
    const docker = await context.docker();
    const dir = await mkdtemp(join(tmpdir(), 'hoosegow-bench-'));
    await cp(TEMPLATE, dir, { recursive: true });
    await writeFile(join(dir, 'inmate.ts'), 'export const echo = (...values: unknown[]): unknown[] => values;\n');
    const { host, baseImage, buildNetwork } = docker;
    const options = { inmateDir: dir, docker: { host }, baseImage, ...(buildNetwork ? { buildNetwork } : {}) };
    const connection = await connectTo(host);
    try {
      return results(await measure(connection, options, docker, (line) => context.log(line)));
    } finally {
      connection.close();
      await rm(dir, { recursive: true });
    }
  },
};

async function measure(
  connection: DockerConnection,
  options: HoosegowOptions,
  { host, baseImage }: BenchDocker,
  log: (line: string) => void,
): Promise<Times> {
  const cold = new Hoosegow(options);
  const warm = new Hoosegow({ ...options, pool: { size: 2 } });
  const image = await cold.buildImage();
  const times: Times = { rawCold: [], cold: [], rawWarm: [], warm: [], client: [], sequential: [], pooled: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const taken = {
      rawCold: await rawCold(connection, baseImage),
      cold: await timeOf(cold),
      rawWarm: await rawWarm(connection, baseImage),
      warm: await warmOf(warm),
      client: await clientRun(host, image),
      sequential: await inARow(cold),
      pooled: await inARow(warm),
    };
    log(`round ${round} of ${ROUNDS}`);
    // In the first one code is compiled.
    if (round > 0) for (const [name, value] of Object.entries(taken)) times[name as keyof Times].push(value);
  }
  await cold.close();
  await warm.close();
  return times;
}

function results(times: Times): readonly Result[] {
  const [cold, warm, client] = [median(times.cold), median(times.warm), median(times.client)];
  const against = {
    rawCold: 'create, attach, start and reply of a bare node',
    rawWarm: 'write and read of a bare node that waits',
  };
  return [
    compared(
      'warm dispatch',
      warm,
      against.rawWarm,
      median(times.rawWarm),
      '≤ 1.5 ×, ≤ 5 ms',
      (ratio) => ratio <= 1.5 && warm <= 5,
    ),
    compared('cold dispatch', cold, against.rawCold, median(times.rawCold), '≤ 1.3 ×', (ratio) => ratio <= 1.3),
    compared(
      'cold dispatch, beside the command',
      cold,
      'docker run on the same image',
      client,
      '≤ 1/2 ×',
      (ratio) => ratio <= 0.5,
    ),
    compared(
      'warm dispatch, beside the command',
      warm,
      'docker run on the same image',
      client,
      '≤ 1/50 ×',
      (ratio) => ratio <= 0.02,
    ),
    reported('one of four dispatches in a row', median(times.sequential), 'ms'),
    reported('one of four dispatches in a row, with a pool', median(times.pooled), 'ms'),
  ];
}

function compared(
  figure: string,
  value: number,
  against: string,
  other: number,
  target: string,
  isMet: (ratio: number) => boolean,
): Result {
  const ratio = value / other;
  return { figure, value, unit: 'ms', against, ratio, target, met: isMet(ratio) };
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

async function inARow(hoosegow: Hoosegow): Promise<number> {
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

async function rawCold(connection: DockerConnection, image: string): Promise<number> {
  const before = performance.now();
  await using container = await RawContainer.start(connection, image);
  await container.ask(REQUEST);
  return performance.now() - before;
}

async function rawWarm(connection: DockerConnection, image: string): Promise<number> {
  await using container = await RawContainer.start(connection, image);
  await pause(REST);
  const before = performance.now();
  await container.ask(REQUEST);
  return performance.now() - before;
}

/** The same call by the command-line client, to its last byte. */
async function clientRun(host: string, image: string): Promise<number> {
  const flags = ['--rm', '--interactive', '--init', '--network=none', '--ipc=none', '--read-only', '--cap-drop=ALL'];
  const limits = [
    '--memory=256m',
    '--memory-swap=256m',
    '--cpus=1',
    '--pids-limit=128',
    '--log-driver=none',
    '--tmpfs=/tmp:mode=1777',
  ];
  const before = performance.now();
  const child = spawn('docker', ['--host', host, 'run', ...flags, ...limits, image], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(REQUEST);
  await once(child.stdout, 'data');
  const taken = performance.now() - before;
  await once(child, 'close');
  return taken;
}
