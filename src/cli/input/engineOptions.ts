import {
  UsageError,
  type BuildSecret,
  type DispatchLimits,
  type EngineKind,
  type HoosegowOptions,
} from '../../engine/index.ts';
import { ENGINE_KINDS, isEngineKind } from '../../engine/internal.ts';
import { readVolumes } from './volumes.ts';
import type { OptionSpecs, OptionValues } from './optionValues.ts';
import { parseCount, parseNumber, parseSize } from './units.ts';

/** Options of every command that talks to Docker. */
export const DOCKER_OPTIONS = {
  host: {
    type: 'string',
    value: 'URL',
    help: 'where Docker is, as in DOCKER_HOST: unix:///path, tcp://host:port, ssh://…',
  },
  context: { type: 'string', value: 'NAME', help: "a context of Docker's command line" },
} as const satisfies OptionSpecs;

/** Options of every command that builds images. */
export const BUILD_OPTIONS = {
  'base-image': { type: 'string', value: 'IMAGE', help: 'image with Node that the inmate is built on' },
  'build-network': { type: 'string', value: 'NAME', help: "network of the build's steps, for example host or none" },
  platform: { type: 'string', value: 'OS/CPU', help: 'builds and runs for it, for example linux/arm64' },
  secret: {
    type: 'string',
    multiple: true,
    value: 'id=ID,src=FILE',
    help: 'for RUN --mount=type=secret,id=ID, or ${ID} of .npmrc; env=NAME in place of src: a variable',
  },
  'context-bytes': { type: 'string', value: 'SIZE', help: 'files of the folder that go into the image, default 2g' },
  'context-files': { type: 'string', value: 'N', help: 'how many files and folders these may be, default 200000' },
  keep: { type: 'string', value: 'N', help: 'images of this folder that stay when one is built, default 3; see prune' },
} as const satisfies OptionSpecs;

/** Options about the container of a dispatch. */
export const CONTAINER_OPTIONS = {
  engine: { type: 'string', value: 'NAME', help: 'docker (default) or process: no container, for development only' },
  env: {
    type: 'string',
    multiple: true,
    value: 'NAME[=VALUE]',
    help: 'environment variable of the inmate; without =VALUE the one of this shell',
  },
  'env-file': {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'environment variables, a line each, as in a file for docker run',
  },
  volume: {
    type: 'string',
    multiple: true,
    value: 'HOST:IN[:rw]',
    help: 'shows HOST, a path (./data) or a volume (data), as IN in the container; read-only without :rw',
  },
  user: { type: 'string', value: 'UID[:GID]', help: 'whom the inmate runs as, in numbers; default 65534:65534' },
  network: { type: 'string', value: 'NAME', help: 'a network of the container engine, such as bridge; default none' },
  runtime: { type: 'string', value: 'NAME', help: 'container runtime known to Docker, for example runsc (gVisor)' },
  memory: { type: 'string', value: 'SIZE', help: 'memory of the container, default 256m' },
  cpus: { type: 'string', value: 'N', help: 'processors, fractions allowed; default 1' },
  pids: { type: 'string', value: 'N', help: 'processes and threads; default 128' },
  'limit-output': { type: 'string', value: 'SIZE', help: 'stdout and stderr together, default 256m' },
  'limit-value': { type: 'string', value: 'SIZE', help: 'one yielded value or the result, default 16m' },
  'value-items': { type: 'string', value: 'N', help: 'items in one of them, nested ones included; default 1000000' },
  'value-depth': { type: 'string', value: 'N', help: 'levels of nesting in one of them or an argument; default 100' },
} as const satisfies OptionSpecs;

/** What only a container can have, or be limited by. */
const OF_CONTAINERS: readonly (DockerName | BuildName | ContainerName)[] = [
  'volume',
  'user',
  'network',
  'runtime',
  'memory',
  'cpus',
  'pids',
  'base-image',
  'build-network',
  'platform',
  'secret',
  'context-bytes',
  'context-files',
  'keep',
  'host',
  'context',
];

/** What an engine cannot hold: it is refused rather than ignored. */
const UNHELD: Readonly<Record<EngineKind, typeof OF_CONTAINERS>> = { docker: [], process: OF_CONTAINERS };

type DockerName = keyof typeof DOCKER_OPTIONS;
type BuildName = keyof typeof BUILD_OPTIONS;
type ContainerName = keyof typeof CONTAINER_OPTIONS;

/** Only what was given: an option that is left out must not be there as `undefined`. */
type Given<T> = { -readonly [K in keyof T]: T[K] };

/** None for an engine that has no use for them; `containerOptions` refuses those given. */
export function dockerOptions(
  values: OptionValues<DockerName>,
  engine: EngineKind = 'docker',
): Pick<HoosegowOptions, 'docker'> {
  if (UNHELD[engine].includes('host')) return {};
  const host = values.text('host');
  const context = values.text('context');
  if (host !== undefined && context !== undefined)
    throw new UsageError(`give either ${values.nameOf('host')} or ${values.nameOf('context')}`);
  if (host !== undefined) return { docker: { host } };
  return context === undefined ? {} : { docker: { context } };
}

export function buildOptions(
  values: OptionValues<BuildName>,
  engine: EngineKind = 'docker',
): Pick<
  HoosegowOptions,
  'baseImage' | 'buildNetwork' | 'platform' | 'buildSecrets' | 'keepImages' | 'contextBytes' | 'contextFiles'
> {
  const options: Given<ReturnType<typeof buildOptions>> = {};
  if (UNHELD[engine].includes('base-image')) return options;
  const baseImage = values.text('base-image');
  const buildNetwork = values.text('build-network');
  const platform = values.text('platform');
  const secrets = values.texts('secret').map(readSecret);
  const contextBytes = values.read('context-bytes', parseSize);
  const contextFiles = values.read('context-files', parseNumber);
  if (baseImage !== undefined) options.baseImage = baseImage;
  if (buildNetwork !== undefined) options.buildNetwork = buildNetwork;
  if (platform !== undefined) options.platform = platform;
  if (contextBytes !== undefined) options.contextBytes = contextBytes;
  if (contextFiles !== undefined) options.contextFiles = contextFiles;
  const twice = secrets.find(([id], i) => secrets.findIndex(([other]) => other === id) < i);
  if (twice) throw new UsageError(`two of --secret have the id ${twice[0]}: name it once`);
  if (secrets.length > 0) options.buildSecrets = Object.fromEntries(secrets);
  const keepImages = values.read('keep', parseCount);
  if (keepImages !== undefined) options.keepImages = keepImages;
  return options;
}

export function containerOptions(values: OptionValues<DockerName | BuildName | ContainerName>): ContainerOptions {
  const options: Given<ContainerOptions> = {};
  const engine = values.read('engine', readEngine);
  const kind = engine ?? 'docker';
  const unheld = UNHELD[kind];
  const asked = unheld.filter((name) => values.isGiven(name)).map((name) => `--${name}`);
  if (asked.length > 0) throw new UsageError(`--engine ${kind} has no container, and cannot hold ${asked.join(', ')}`);
  // A setting of the user's is for containers: beside a bare process it is not a request that would go unheard.
  const isHeld = (name: ContainerName): boolean => !unheld.includes(name);
  const volumes = readVolumes(values.texts('volume'));
  if (engine !== undefined) options.engine = engine;
  if (Object.keys(volumes).length > 0) options.volumes = volumes;
  for (const name of ['runtime', 'user', 'network'] as const) {
    const text = isHeld(name) ? values.text(name) : undefined;
    if (text !== undefined) options[name] = text;
  }
  return { ...options, limits: readLimits(values, isHeld) };
}

/** As `docker build --secret` takes it. */
function readSecret(text: string): readonly [id: string, secret: BuildSecret] {
  const parts = new Map(
    text.split(',').map((part) => {
      const equals = part.indexOf('=');
      return [part.slice(0, Math.max(equals, 0)).trim(), part.slice(equals + 1)];
    }),
  );
  const id = parts.get('id') ?? '';
  const file = parts.get('src') ?? parts.get('source');
  const env = parts.get('env');
  const type = parts.get('type');
  const isKnown = [...parts.keys()].every((name) => ['id', 'src', 'source', 'env', 'type'].includes(name));
  if (id !== '' && isKnown && (file === undefined) !== (env === undefined)) {
    if (file !== undefined && type !== 'env') return [id, { file }];
    if (env !== undefined && type !== 'file') return [id, { env }];
  }
  // The invalid text may be the secret itself.
  throw new UsageError('--secret must be id=ID,src=FILE or id=ID,env=NAME');
}

type ContainerOptions = Pick<HoosegowOptions, 'engine' | 'runtime' | 'user' | 'network' | 'volumes' | 'limits'>;

/** Options that set a limit. */
const LIMITS: readonly (readonly [
  option: ContainerName,
  limit: keyof DispatchLimits,
  parse: (text: string, name: string) => number,
])[] = [
  ['memory', 'memory', parseSize],
  ['cpus', 'cpus', parseNumber],
  ['pids', 'pids', parseNumber],
  ['limit-output', 'outputBytes', parseSize],
  ['limit-value', 'valueBytes', parseSize],
  ['value-items', 'valueNodes', parseNumber],
  ['value-depth', 'valueDepth', parseNumber],
];

function readLimits(
  values: OptionValues<ContainerName>,
  isHeld: (name: ContainerName) => boolean,
): Partial<DispatchLimits> {
  const limits: Given<Partial<DispatchLimits>> = {};
  for (const [name, limit, parse] of LIMITS) {
    if (!isHeld(name)) continue;
    const value = values.read(name, parse);
    if (value !== undefined) limits[limit] = value;
  }
  return limits;
}

export function readEngine(text: string, name: string): EngineKind {
  if (!isEngineKind(text)) throw new UsageError(`${name} must be ${ENGINE_KINDS.join(' or ')}, not "${text}"`);
  return text;
}
