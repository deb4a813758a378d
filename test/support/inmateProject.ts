import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hoosegow, type HoosegowOptions } from '../../src/engine/index.ts';
import { dockerUnderTest } from './docker.ts';

const ROOT = join(import.meta.dirname, '../..');
/** What every project takes from the built template; the rest comes from the fixture. */
const OF_THE_TEMPLATE = ['Dockerfile', '.dockerignore', 'bin'];

export interface InmateProject extends AsyncDisposable {
  readonly dir: string;
}

/** A copy of `test/fixtures/inmates/<name>` in a temporary folder, completed from the built template. */
export async function inmateProject(name: string): Promise<InmateProject> {
  const dir = await mkdtemp(join(tmpdir(), `hoosegow-test-${name}-`));
  for (const part of OF_THE_TEMPLATE) {
    await cp(join(ROOT, 'dist/inmate-template', part), join(dir, part), { recursive: true });
  }
  await cp(join(ROOT, 'test/fixtures/inmates', name), dir, { recursive: true });
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

/** Where an engine enforces no limits, a dispatch has to say that it does without. */
const WITHOUT_LIMITS = { Memory: 0, MemorySwap: 0, PidsLimit: 0, NanoCpus: 0 };

/** A Hoosegow on the Docker under test. */
export function hoosegowUnderTest({ containerOptions, ...options }: HoosegowOptions): Hoosegow {
  const { host, baseImage, buildNetwork, lacks } = dockerUnderTest();
  const named = lacks.limits === undefined ? containerOptions : withoutLimits(containerOptions);
  return new Hoosegow({
    // A shared engine has its own.
    ...(typeof options.engine === 'object' ? {} : { docker: { host } }),
    baseImage,
    ...(buildNetwork ? { buildNetwork } : {}),
    ...options,
    ...(named ? { containerOptions: named } : {}),
  });
}

function withoutLimits(options: HoosegowOptions['containerOptions'] = {}): Record<string, unknown> {
  const host = options['HostConfig'];
  return { ...options, HostConfig: { ...WITHOUT_LIMITS, ...(typeof host === 'object' ? host : {}) } };
}
