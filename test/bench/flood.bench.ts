import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containerDefaults } from '../../src/engine/hosts/docker/container/containerDefaults.ts';
import { DEFAULT_LIMITS, Hoosegow } from '../../src/engine/index.ts';
import { inmateProject } from '../support/inmateProject.ts';
import { connectTo } from '../support/rig/connect.ts';
import type { Bench, BenchContext, BenchDocker, Result } from './figure.ts';
import { median } from './measure.ts';

const BYTES = 1024 ** 3;
const ROUNDS = 3;
const LEAST = 0.8;
const MOST_GROWTH = 64;
const MIB = 1024 ** 2;
const LIMITS = { ...DEFAULT_LIMITS, outputBytes: 2 * BYTES, timeout: 120_000 };

/** Writes what the inmate writes, to standard output itself. */
const SCRIPT = `
  const { writeSync } = require('node:fs');
  const block = Buffer.alloc(65536, 120);
  for (let left = ${BYTES}; left > 0; ) left -= writeSync(1, block, 0, Math.min(left, block.length));`;

export const bench: Bench = {
  name: '1 GiB of output, end to end',
  async run(context) {
    const docker = await context.docker();
    const project = await inmateProject('trials');
    const folder = mkdtempSync(join(tmpdir(), 'hoosegow-bench-'));
    const hoosegow = new Hoosegow({
      inmateDir: project.dir,
      docker: { host: docker.host },
      baseImage: docker.baseImage,
      ...(docker.buildNetwork ? { buildNetwork: docker.buildNetwork } : {}),
      limits: LIMITS,
    });
    try {
      const image = (await hoosegow.imageExists()) ? await hoosegow.imageName() : await hoosegow.buildImage();
      return await measure(hoosegow, docker, image, folder, context);
    } finally {
      await hoosegow.close();
      rmSync(folder, { recursive: true, force: true });
      await project[Symbol.asyncDispose]();
    }
  },
};

async function measure(
  hoosegow: Hoosegow,
  docker: BenchDocker,
  image: string,
  folder: string,
  context: BenchContext,
): Promise<Result[]> {
  const [ours, raw, growth]: number[][] = [[], [], []];
  for (let i = 0; i <= ROUNDS; i++) {
    const [dispatch, attach] = [
      await timeDispatch(hoosegow, join(folder, `${i}.dispatch`)),
      await timeRaw(docker, image),
    ];
    context.log(
      `dispatch ${speed(dispatch.seconds)}, raw attach ${speed(attach)}, growth ${dispatch.growth.toFixed(0)} MiB`,
    );
    // The first round starts on a heap that is still growing to what it needs.
    if (i === 0) continue;
    ours?.push(dispatch.seconds);
    raw?.push(attach);
    growth?.push(dispatch.growth);
  }
  const ratio = median(raw ?? []) / median(ours ?? []);
  const grown = median(growth ?? []);
  return [
    {
      figure: '1 GiB of stdout, from the call to the outcome, recorded',
      value: BYTES / 1e6 / median(ours ?? []),
      unit: 'MB/s',
      against: `the same container flags, raw attach read to nowhere: ${speed(median(raw ?? []))}`,
      ratio,
      target: `≥ ${LEAST} ×`,
      met: ratio >= LEAST,
    },
    {
      figure: 'growth of resident memory during it',
      value: grown,
      unit: 'MiB',
      against: null,
      ratio: null,
      target: `< ${MOST_GROWTH} MiB`,
      met: grown < MOST_GROWTH,
    },
  ];
}

async function timeDispatch(hoosegow: Hoosegow, record: string): Promise<{ seconds: number; growth: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const start = performance.now();
  const outcome = await hoosegow.dispatch('flood', [BYTES], { record }).outcome;
  const seconds = (performance.now() - start) / 1000;
  clearInterval(sampling);
  rmSync(record);
  if (outcome.outcome !== 'returned') throw new Error(`the flood ended as ${JSON.stringify(outcome)}`);
  return { seconds, growth: (most - before) / MIB };
}

/** Create, attach, start, read to the end, remove. */
async function timeRaw({ host }: BenchDocker, image: string): Promise<number> {
  const start = performance.now();
  const defaults = containerDefaults({ limits: LIMITS, mounts: [] });
  const container = await connectTo(host).createContainer({
    ...defaults,
    Image: image,
    HostConfig: { ...defaults.HostConfig, Mounts: [] },
    Entrypoint: ['node', '-e', SCRIPT],
    Cmd: [],
  });
  let bytes = 0;
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const end = new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
    stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
    await container.start();
    await end;
  } finally {
    await container.remove({ force: true });
  }
  if (bytes < BYTES) throw new Error(`the raw attach gave ${bytes} bytes`);
  return (performance.now() - start) / 1000;
}

function speed(seconds: number): string {
  return `${(BYTES / 1e6 / seconds).toFixed(0)} MB/s`;
}
