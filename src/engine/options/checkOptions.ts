import { UsageError } from '../errors/errors.ts';
import type { BuildOptions } from '../hosts/docker/images/projectImages.ts';
import { nearestName } from '../methods/nearestName.ts';
import { checkKind, isOptions, type OptionKind } from './optionKinds.ts';
import type { CloseOptions, ContainerCallbacks, DispatchOptions, DockerOptions, HoosegowOptions } from './options.ts';
import type { PoolOptions } from './poolOptions.ts';
import type {
  ImageOptions,
  PruneOptions,
  SharedEngineOptions,
  TraceOptions,
  UpgradeOptions,
  WarmOptions,
} from './taskOptions.ts';

/** What the members of a type must be: one that is added to the type has to be added here. */
type Kinds<T> = Readonly<Record<keyof T, OptionKind>>;

const OPTIONS: Kinds<HoosegowOptions> = {
  inmateDir: 'string',
  image: 'string',
  engine: 'any',
  docker: 'object',
  limits: 'object',
  runtime: 'string',
  env: 'object',
  user: 'string',
  network: 'string',
  baseImage: 'string',
  buildNetwork: 'string',
  platform: 'string',
  buildSecrets: 'object',
  contextBytes: 'number',
  contextFiles: 'number',
  keepImages: 'number',
  autoBuild: 'boolean',
  volumes: 'object',
  containerOptions: 'object',
  callbacks: 'object',
  concurrency: 'number',
  pool: 'object',
  onBuildProgress: 'function',
};

const DOCKER: Kinds<DockerOptions> = { host: 'string', context: 'string', certPath: 'string' };
const POOL: Kinds<PoolOptions> = { size: 'number', idle: 'number', reuse: 'number', loading: 'number' };
const CALLBACKS: Kinds<ContainerCallbacks> = { afterCreate: 'function', afterStart: 'function', afterStop: 'function' };
const SECRET: Readonly<Record<string, OptionKind>> = { file: 'string', env: 'string', value: 'any' };
const SHARED: Kinds<SharedEngineOptions> = {
  docker: 'object',
  concurrency: 'number',
  containers: 'number',
  queueSize: 'number',
};
const DISPATCH: Kinds<DispatchOptions> = {
  signal: 'signal',
  timeout: 'number',
  record: 'string',
  limits: 'object',
  env: 'object',
  volumes: 'object',
  network: 'string',
};
const BUILD: Kinds<BuildOptions> = { onProgress: 'function', signal: 'signal', pull: 'boolean', noCache: 'boolean' };
const WARM: Kinds<WarmOptions> = { count: 'number', build: 'boolean', signal: 'signal' };
const CLOSE: Kinds<CloseOptions> = { drain: 'boolean or number', cancel: 'boolean' };
const IMAGES: Kinds<ImageOptions> = { docker: 'object' };
const PRUNE: Kinds<PruneOptions> = {
  docker: 'object',
  dryRun: 'boolean',
  all: 'boolean',
  olderThan: 'number',
  keep: 'number',
  elsewhere: 'boolean',
};
const UPGRADE: Kinds<UpgradeOptions> = { dryRun: 'boolean', force: 'boolean', templateDir: 'string' };

const TRACE: Kinds<TraceOptions> = { attributes: 'function' };

/**
 * Checks options from JavaScript, or past a cast: a misspelt one, or a list where names are expected, would be silently
 * ignored, and with it the limit or the protection that it names. (Limits have a check of their own.)
 *
 * @throws UsageError naming the option and the nearest known one, or what it must be
 */
export function checkOptions(options: HoosegowOptions): void {
  check('new Hoosegow(…)', options, OPTIONS, '');
  checkDocker(options);
  check('pool', options.pool ?? {}, POOL, 'pool.');
  check('callbacks', options.callbacks ?? {}, CALLBACKS, 'callbacks.');
  for (const [id, secret] of Object.entries(options.buildSecrets ?? {})) {
    check(`the secret ${id}`, secret, SECRET, `buildSecrets.${id}.`);
    const named = Object.values(secret).filter((value) => value !== undefined);
    if (named.length !== 1)
      throw new UsageError(`buildSecrets.${id} must name one of ${Object.keys(SECRET).join(', ')}`);
  }
}

/** @throws UsageError as `checkOptions`, of what is given to an engine for many */
export function checkSharedOptions(options: SharedEngineOptions): void {
  check('new SharedEngine(…)', options, SHARED, '');
  checkDocker(options);
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
export function checkWarmOptions(options: WarmOptions): void {
  check('warm(…)', options, WARM, '');
  const { count = 1 } = options;
  if (!Number.isInteger(count) || count < 0) throw new UsageError(`count must be a whole number, not ${count}`);
}

/** @throws UsageError as `checkOptions`, of what is given to `close` */
export function checkCloseOptions(options: CloseOptions): void {
  check('close(…)', options, CLOSE, '');
}

/** @throws UsageError as `checkOptions`: a `dryRun` that is misspelled would remove what it was to list */
export function checkPruneOptions(options: PruneOptions): void {
  check('pruneImages(…)', options, PRUNE, '');
  checkDocker(options);
}

/** @throws UsageError as `checkOptions`, of what is given to `listImages` */
export function checkImageOptions(options: ImageOptions): void {
  check('listImages(…)', options, IMAGES, '');
  checkDocker(options);
}

/** @throws UsageError as `checkPruneOptions`, of what is given to `upgrade` */
export function checkUpgradeOptions(options: UpgradeOptions): void {
  check('upgrade(…)', options, UPGRADE, '');
}

/** @throws UsageError as `checkOptions`, of what is given to `traceDispatches` */
export function checkTraceOptions(options: TraceOptions): void {
  check('traceDispatches(…)', options, TRACE, '');
}

function checkDocker({ docker = {} }: { readonly docker?: DockerOptions | undefined }): void {
  check('docker', docker, DOCKER, 'docker.');
}

function check(place: string, given: unknown, known: Readonly<Record<string, OptionKind>>, prefix: string): void {
  if (!isOptions(given)) {
    throw new UsageError(`the options of ${place} must be an object, as in { ${Object.keys(known)[0]}: … }`);
  }
  for (const [name, value] of Object.entries(given)) {
    const { [name]: kind } = known;
    if (kind !== undefined && Object.hasOwn(known, name)) {
      checkKind(`${prefix}${name}`, value, kind);
      continue;
    }
    const near = nearestName(name, Object.keys(known));
    const meant = near === undefined ? '' : ` (is "${prefix}${near}" meant?)`;
    const all = Object.keys(known).join(', ');
    throw new UsageError(`there is no option "${prefix}${name}"${meant}; ${place} takes ${all}`);
  }
}
