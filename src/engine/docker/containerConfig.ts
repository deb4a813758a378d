import type { ContainerCreateOptions } from 'dockerode';
import { UsageError } from '../errors.ts';
import { checkEnv, type InmateEnv } from '../inmateEnv.ts';
import { isRecord } from '../isRecord.ts';
import type { DispatchLimits } from '../options.ts';
import { containerDefaults } from './containerDefaults.ts';
import { refuseForbidden } from './forbiddenOptions.ts';
import { parseUser } from './inmateUser.ts';
import { mergeOptions } from './mergeOptions.ts';
import { checkNetwork } from './networkName.ts';
import { parseVolumes } from './volumes.ts';

/** What a container is made from. */
export interface ContainerSettings {
  readonly image: string;
  readonly limits: DispatchLimits;
  readonly labels: Readonly<Record<string, string>>;
  /** As `HoosegowOptions.volumes`. */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
  /** Folder that relative host paths of volumes start from. */
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
}

/**
 * The body of `POST /containers/create`: the safe defaults, and over them what the user named. Throws a `UsageError`
 * for an option that is never allowed or cannot be right.
 */
export function containerConfig(settings: ContainerSettings): ContainerCreateOptions {
  const mounts = parseVolumes(settings.volumes ?? {}, settings.baseDir);
  const user = parseUser(settings.user);
  const network = checkNetwork(settings.network);
  const env = checkEnv(settings.env ?? {});
  const named = plainData(settings.options ?? {});
  const defaults = withoutMountedTmpfs(containerDefaults({ ...settings, mounts, user, network, env }), named);
  const body: object = mergeOptions(defaults, withSwapLikeMemory(named));
  refuseForbidden({ ...body }, defaults, settings.daemonSocket);
  return body;
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

/** Whoever names the memory alone gets no swap either. */
function withSwapLikeMemory(named: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const host = named['HostConfig'];
  if (!isRecord(host) || host['Memory'] === undefined || host['MemorySwap'] !== undefined) return named;
  return { ...named, HostConfig: { ...host, MemorySwap: host['Memory'] } };
}

/** A mount on a path takes the place of the tmpfs there: Docker refuses both. */
function withoutMountedTmpfs(
  defaults: ReturnType<typeof containerDefaults>,
  named: Readonly<Record<string, unknown>>,
): ReturnType<typeof containerDefaults> {
  const host = isRecord(named['HostConfig']) ? named['HostConfig'] : {};
  const namedMounts: readonly unknown[] = Array.isArray(host['Mounts']) ? host['Mounts'] : [];
  const mounts = [...(defaults.HostConfig.Mounts ?? []), ...namedMounts];
  if (!mounts.some((mount) => isRecord(mount) && mount['Target'] === '/tmp')) return defaults;
  const { '/tmp': _replaced, ...others } = defaults.HostConfig.Tmpfs;
  return { ...defaults, HostConfig: { ...defaults.HostConfig, Tmpfs: others } };
}
