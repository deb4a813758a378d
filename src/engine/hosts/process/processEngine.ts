import type { CallSettings } from '../../options/callSettings.ts';
import type { Engine, DispatchTarget } from '../engine.ts';
import { UsageError } from '../../errors/errors.ts';
import { ProcessHost } from './processHost.ts';
import { checkEnv, type InmateEnv } from '../../options/inmateEnv.ts';
import { findInmateFile } from '../../methods/inmateFile.ts';
import { SourceCheck } from '../../methods/check/sourceCheck.ts';
import type { DispatchLimits, HoosegowOptions } from '../../options/options.ts';

/** Options that only a container can have. */
const CONTAINER_OPTIONS = [
  'runtime',
  'user',
  'network',
  'volumes',
  'containerOptions',
  'baseImage',
  'buildNetwork',
  'buildSecrets',
  'platform',
] as const satisfies readonly (keyof HoosegowOptions)[];

/** Limits that only a container enforces. */
const CONTAINER_LIMITS = ['memory', 'cpus', 'pids', 'tmpBytes'] as const satisfies readonly (keyof DispatchLimits)[];

/** Variables that the engine sets for each process: a folder of its own, and how Node is run. */
const OWN_VARIABLES = /^(?:TMPDIR|TEMP|TMP|ELECTRON_RUN_AS_NODE)$/i;

/** Runs inmates as child processes: no container, no image, nothing to clean up. */
export class ProcessEngine implements Engine {
  readonly #inmateDir: string;
  readonly #source: SourceCheck;
  readonly #env: InmateEnv;

  /** @throws UsageError for an option that it cannot enforce: none is silently ignored */
  constructor(options: HoosegowOptions) {
    const { inmateDir, docker = {}, env = {} } = options;
    if (inmateDir === undefined) throw new UsageError('the process engine runs an inmate folder, not an image');
    refuseContainers(
      options,
      Object.entries(docker).flatMap(([name, value]) => (value === undefined ? [] : [`docker.${name}`])),
    );
    this.#inmateDir = inmateDir;
    this.#source = new SourceCheck(inmateDir);
    this.#env = checkedEnv(env);
  }

  /** The options of a call apply to its own process only. */
  check({ given, env = {} }: CallSettings): boolean {
    refuseContainers(given, []);
    checkedEnv(env);
    return true;
  }

  async target(_signal: AbortSignal, settings?: CallSettings): Promise<DispatchTarget> {
    const { path } = await findInmateFile(this.#inmateDir);
    await this.#source.refuseUnrunnable({ engine: 'process' });
    const host = new ProcessHost(path, settings?.env ?? this.#env);
    return { host, image: null, prepareImage: () => Promise.resolve() };
  }

  sweep(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function refuseContainers(options: Partial<HoosegowOptions>, others: readonly string[]): void {
  const { limits = {} } = options;
  const named = [
    ...CONTAINER_OPTIONS.filter((name) => options[name] !== undefined),
    ...CONTAINER_LIMITS.filter((name) => limits[name] !== undefined).map((name) => `limits.${name}`),
    ...others,
  ];
  if (named.length > 0) {
    throw new UsageError(`the process engine has no container, and cannot hold ${named.join(', ')}`);
  }
}

function checkedEnv(env: InmateEnv): InmateEnv {
  const own = Object.keys(env).find((name) => OWN_VARIABLES.test(name));
  if (own !== undefined) throw new UsageError(`the process engine sets ${own} itself: it cannot be given by env`);
  return checkEnv(env);
}
