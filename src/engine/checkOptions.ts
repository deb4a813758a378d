import { nearestName } from './methods/nearestName.ts';
import { UsageError } from './errors.ts';
import type { BuildOptions } from './images/projectImages.ts';
import type { ContainerCallbacks, DispatchOptions, DockerOptions, HoosegowOptions } from './options.ts';
import type { PoolOptions } from './pool/poolOptions.ts';

/** The names of the members of a type: one that is added to the type has to be added here. */
type Names<T> = Readonly<Record<keyof T, true>>;

const OPTIONS: Names<HoosegowOptions> = {
  inmateDir: true,
  image: true,
  engine: true,
  docker: true,
  limits: true,
  runtime: true,
  env: true,
  user: true,
  network: true,
  baseImage: true,
  buildNetwork: true,
  platform: true,
  buildSecrets: true,
  contextBytes: true,
  contextFiles: true,
  keepImages: true,
  autoBuild: true,
  volumes: true,
  containerOptions: true,
  callbacks: true,
  concurrency: true,
  pool: true,
  onBuildProgress: true,
};

const DOCKER: Names<DockerOptions> = { host: true, context: true, certPath: true };
const POOL: Names<PoolOptions> = { size: true, idle: true, reuse: true, loading: true };
const CALLBACKS: Names<ContainerCallbacks> = { afterCreate: true, afterStart: true, afterStop: true };
const SECRET: Readonly<Record<string, true>> = { file: true, env: true, value: true };
const DISPATCH: Names<DispatchOptions> = {
  signal: true,
  timeout: true,
  record: true,
  limits: true,
  env: true,
  volumes: true,
  network: true,
};
const BUILD: Names<BuildOptions> = { onProgress: true, signal: true, pull: true, noCache: true };

/**
 * Options from JavaScript, or past a cast: one that is misspelled would be left out without a word, and with it the
 * limit or the wall that it names. (Limits have a check of their own.)
 *
 * @throws UsageError naming the option and the nearest there is
 */
export function checkOptions(options: HoosegowOptions): void {
  check('new Hoosegow(…)', options, OPTIONS, '');
  check('docker', options.docker ?? {}, DOCKER, 'docker.');
  check('pool', options.pool ?? {}, POOL, 'pool.');
  check('callbacks', options.callbacks ?? {}, CALLBACKS, 'callbacks.');
  for (const [id, secret] of Object.entries(options.buildSecrets ?? {})) {
    check(`the secret ${id}`, secret, SECRET, `buildSecrets.${id}.`);
  }
}

/** @throws UsageError as `checkOptions`, of what is given to one dispatch */
export function checkDispatchOptions(options: DispatchOptions): void {
  check('dispatch(…)', options, DISPATCH, '');
}

/** @throws UsageError as `checkOptions`, of what is given to one build */
export function checkBuildOptions(options: BuildOptions): void {
  check('buildImage(…)', options, BUILD, '');
}

/** @throws UsageError as `checkOptions`, of what is given to `warm` */
export function checkWarmOptions(options: object): void {
  check('warm(…)', options, { count: true, build: true, signal: true }, '');
}

function check(place: string, given: unknown, known: Readonly<Record<string, true>>, prefix: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new UsageError(`the options of ${place} must be an object, as in { ${Object.keys(known)[0]}: … }`);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(known, name)) continue;
    const near = nearestName(name, Object.keys(known));
    const meant = near === undefined ? '' : ` (is "${prefix}${near}" meant?)`;
    const all = Object.keys(known).join(', ');
    throw new UsageError(`there is no option "${prefix}${name}"${meant}; ${place} takes ${all}`);
  }
}
