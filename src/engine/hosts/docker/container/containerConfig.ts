import { posix } from 'node:path';
import type { ContainerCreateOptions } from 'dockerode';
import { UsageError } from '../../../errors/errors.ts';
import { checkEnv, type InmateEnv } from '../../../options/inmateEnv.ts';
import { isRecord } from '../../../../text/isRecord.ts';
import type { DispatchLimits } from '../../../options/options.ts';
import { refuseCommandLine } from './commandLineOptions.ts';
import { containerDefaults } from './containerDefaults.ts';
import type { EngineTraits } from '../connection/engineTraits.ts';
import { withoutExecutableTmpfs } from './executableTmpfs.ts';
import { refuseForbidden } from './rules/forbiddenOptions.ts';
import { parseUser } from './inmateUser.ts';
import { mergeOptions } from './rules/mergeOptions.ts';
import { checkNetwork } from './networkName.ts';
import { parseVolumes } from './volumes.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Settings of containers that differ only in their image and their labels. */
export interface ContainerSettings {
  readonly limits: DispatchLimits;
  /** As `HoosegowOptions.volumes`. */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
  /** Base of relative host paths of volumes. */
  readonly baseDir: string;
  readonly runtime?: string | undefined;
  /** As `HoosegowOptions.user`. */
  readonly user?: string | undefined;
  /** As `HoosegowOptions.network`. */
  readonly network?: string | undefined;
  /** As `HoosegowOptions.env`. */
  readonly env?: InmateEnv | undefined;
  /** As `HoosegowOptions.containerOptions`. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Path of the daemon's own socket on its machine, if it is known, so that it is never mounted. */
  readonly daemonSocket?: string | undefined;
  /** Default: Docker. */
  readonly engine?: EngineTraits | undefined;
}

/**
 * The body of `POST /containers/create`, without what is specific to each container: the safe defaults, overridden by
 * what the user named. Throws a `UsageError` for an option that is forbidden or invalid.
 */
export function containerOptions(settings: ContainerSettings): ContainerCreateOptions {
  const mounts = parseVolumes(settings.volumes ?? {}, settings.baseDir);
  const user = parseUser(settings.user);
  const network = checkNetwork(settings.network);
  const env = checkEnv(settings.env ?? {});
  const named = plainData(settings.options ?? {});
  const defaults = withoutMountedTmpfs(containerDefaults({ ...settings, mounts, user, network, env }), named);
  const body = mergeOptions(defaults, withSwapLikeMemory(named));
  refuseForbidden(body, defaults, settings.daemonSocket);
  if (settings.engine?.readsCommandLine === true) refuseCommandLine(body);
  const held: JsonObject = readOnlyThroughout(body, settings.engine?.writableFolders ?? []);
  const safe: object = settings.engine?.executesTmpfs === true ? withoutExecutableTmpfs(held) : held;
  return safe;
}

/** The options as Docker will get them, so that what is checked is what is sent. */
function plainData(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let plain: unknown;
  try {
    plain = JSON.parse(JSON.stringify(options));
  } catch (error) {
    throw new UsageError(`the container options have no form in JSON: ${String(error)}`, { cause: error });
  }
  if (!isRecord(plain)) throw new UsageError('the container options are no object');
  return plain;
}

/** If only the memory is named, there is no swap either. */
function withSwapLikeMemory(named: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const host = named['HostConfig'];
  if (!isRecord(host) || host['Memory'] === undefined || host['MemorySwap'] !== undefined) return named;
  return { ...named, HostConfig: { ...host, MemorySwap: host['Memory'] } };
}

/** With a read-only root, only what was named is writable, even where the engine would make other folders so. */
function readOnlyThroughout(body: JsonObject, writableFolders: readonly string[]): JsonObject {
  const host = isRecord(body['HostConfig']) ? body['HostConfig'] : {};
  if (host['ReadonlyRootfs'] !== true) return body;
  const named = new Set(mountedFolders(host));
  const others = writableFolders.filter((folder) => !named.has(folder));
  if (others.length === 0) return body;
  // Without `notmpcopyup`: they show what the image has there.
  const readOnly = Object.fromEntries(others.map((folder) => [folder, 'ro,nosuid,nodev,noexec']));
  const tmpfs = isRecord(host['Tmpfs']) ? host['Tmpfs'] : {};
  return { ...body, HostConfig: { ...host, Tmpfs: { ...readOnly, ...tmpfs } } };
}

/** A mount on a path replaces the tmpfs there: Docker refuses both. */
function withoutMountedTmpfs(
  defaults: ReturnType<typeof containerDefaults>,
  named: Readonly<Record<string, unknown>>,
): ReturnType<typeof containerDefaults> {
  const host = isRecord(named['HostConfig']) ? named['HostConfig'] : {};
  const mounted = [
    ...mountedFolders({ Mounts: defaults.HostConfig.Mounts }),
    ...mountedFolders({ Mounts: host['Mounts'] }),
  ];
  if (!mounted.includes('/tmp')) return defaults;
  const { '/tmp': _replaced, ...others } = defaults.HostConfig.Tmpfs;
  return { ...defaults, HostConfig: { ...defaults.HostConfig, Tmpfs: others } };
}

/** Every path in the container on which something is mounted. */
function* mountedFolders(host: Readonly<Record<string, unknown>>): Generator<string> {
  if (isRecord(host['Tmpfs'])) yield* Object.keys(host['Tmpfs']).map(plainPath);
  for (const mount of listOf(host['Mounts'])) {
    if (isRecord(mount) && typeof mount['Target'] === 'string') yield plainPath(mount['Target']);
  }
  for (const bind of listOf(host['Binds'])) {
    const [, target] = /^(?:[A-Za-z]:[\\/])?[^:]*:([^:]*)/s.exec(String(bind)) ?? [];
    if (target !== undefined) yield plainPath(target);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function plainPath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}
