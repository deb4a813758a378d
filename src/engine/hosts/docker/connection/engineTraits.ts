import type { IncomingHttpHeaders } from 'node:http';
import type { InmateUser } from '../container/inmateUser.ts';

/**
 * What a container engine behind Docker's API does in its own way. Told by the headers of its answer to a ping, for that
 * is asked for anyway: `/info` and `/version` take Podman 50 to 250 ms.
 */
export interface EngineTraits {
  /** As people call it. */
  readonly name: 'Docker' | 'Podman';
  /** Of the engine, for example `5.4.2`; `undefined` where something in between takes it away. */
  readonly version: string | undefined;
  /** Options of the tmpfs on `/tmp` besides those that every engine knows. */
  readonly tmpfsOptions: (user: InmateUser) => readonly string[];
  /** Whether what is in a tmpfs can be executed unless that is forbidden by name. */
  readonly executesTmpfs: boolean;
  /** Whether it reads some options as its own command line does: mounts as texts with commas, variables by their names. */
  readonly readsCommandLine: boolean;
  /** Folders that it makes writable beside a read-only root, unless they are named. */
  readonly writableFolders: readonly string[];
  /** Limits to be named because it would set them itself, to what it may not be able to set. */
  readonly ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  /** Options of `HostConfig` that hold, though nothing tells so. */
  readonly heldUntold: readonly string[];
  /** The same of the names in `SecurityOpt`. */
  readonly heldUntoldSecurity: readonly string[];
  /** Whether it says `shareable` of an IPC namespace that nobody shares, or that is none. */
  readonly callsEveryIpcShareable: boolean;
  /**
   * Path by which it makes a container as asked, in words of its own, where by Docker's way it makes missing folders of
   * volumes too; else `undefined`.
   */
  readonly strictCreatePath: string | undefined;
  /** Whether it ends a container before it says of it that it is being removed. */
  readonly removesInSteps: boolean;
  /** Path of its own fullest answer on a container. */
  readonly inspectPath: (container: string, apiVersion: string) => string;
}

/** Also for what does not say what it is. */
export const DOCKER: EngineTraits = {
  name: 'Docker',
  version: undefined,
  tmpfsOptions: ({ uid, gid }) => ['nr_inodes=16384', `uid=${uid}`, `gid=${gid}`],
  executesTmpfs: false,
  // What does not say what it is may be Podman, too.
  readsCommandLine: true,
  writableFolders: [],
  ulimits: [],
  heldUntold: [],
  heldUntoldSecurity: [],
  callsEveryIpcShareable: false,
  strictCreatePath: undefined,
  removesInSteps: false,
  inspectPath: (container, apiVersion) => `/v${apiVersion}/containers/${container}/json`,
};

const PODMAN: EngineTraits = {
  name: 'Podman',
  version: undefined,
  // It knows neither an owner nor a bound of inodes, and would copy what the image has there.
  tmpfsOptions: () => ['mode=1777', 'notmpcopyup'],
  executesTmpfs: true,
  readsCommandLine: true,
  writableFolders: ['/run', '/tmp', '/var/tmp'],
  ulimits: [],
  heldUntold: ['Sysctls', 'DeviceCgroupRules'],
  heldUntoldSecurity: ['mask', 'proc-opts'],
  callsEveryIpcShareable: false,
  strictCreatePath: '/v4.0.0/libpod/containers/create',
  removesInSteps: true,
  inspectPath: (container) => `/v4.0.0/libpod/containers/${container}/json`,
};

/**
 * Podman 4 raises the number of processes of a user to 2^20 wherever another limit is named, and cannot start a
 * container where it has no right to (inside of another container). All inmates on it count together.
 */
const PODMAN_4: EngineTraits = {
  ...PODMAN,
  ulimits: [{ Name: 'nproc', Soft: 4096, Hard: 4096 }],
  callsEveryIpcShareable: true,
};

/** @param headers of the answer to a ping */
export function traitsOf(headers: IncomingHttpHeaders): EngineTraits {
  const { server, 'libpod-api-version': libpod } = headers;
  const [, product, version] = /^(\w+)\/(\d[\w.+~-]*)/.exec(String(server)) ?? [];
  if (typeof libpod === 'string') return podman(libpod);
  if (product === 'Libpod') return podman(version);
  return product === 'Docker' ? { ...DOCKER, version, readsCommandLine: false } : DOCKER;
}

function podman(version: string | undefined): EngineTraits {
  const major = Number.parseInt(version ?? '', 10);
  const traits = major < 5 ? PODMAN_4 : PODMAN;
  if (version === undefined) return traits;
  // Of its own API it speaks its own version, and those back to some other.
  const containers = `/v${version}/libpod/containers`;
  return {
    ...traits,
    version,
    strictCreatePath: `${containers}/create`,
    inspectPath: (container) => `${containers}/${container}/json`,
  };
}
