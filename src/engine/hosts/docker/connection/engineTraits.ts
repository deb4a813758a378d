import type { IncomingHttpHeaders } from 'node:http';
import type { InmateUser } from '../container/inmateUser.ts';

/**
 * How container engines behind Docker's API differ. Recognised by the headers of the answer to a ping, which is sent
 * anyway: `/info` and `/version` take Podman 50 to 250 ms.
 */
export interface EngineTraits {
  /** Its name for people. */
  readonly name: 'Docker' | 'Podman';
  /** Version of the engine, for example `5.4.2`; `undefined` where a proxy in between removes it. */
  readonly version: string | undefined;
  /** Options of the tmpfs on `/tmp` besides those that every engine supports. */
  readonly tmpfsOptions: (user: InmateUser) => readonly string[];
  /** Whether files in a tmpfs can be executed unless `noexec` is given. */
  readonly executesTmpfs: boolean;
  /** Whether it parses some options like its own command line: mounts as texts with commas, variables by name. */
  readonly readsCommandLine: boolean;
  /** Folders that it makes writable beside a read-only root, unless they are named. */
  readonly writableFolders: readonly string[];
  /** Limits that must be named because its own defaults may be more than it is allowed to set. */
  readonly ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  /** Options of `HostConfig` that it enforces, though it does not report them. */
  readonly heldUntold: readonly string[];
  /** The same for the names in `SecurityOpt`. */
  readonly heldUntoldSecurity: readonly string[];
  /** Whether it reports `shareable` for an IPC namespace that is not shared, or is `none`. */
  readonly callsEveryIpcShareable: boolean;
  /**
   * Path of its own API that creates a container as asked, where its Docker-compatible API would also create missing
   * folders of volumes; else `undefined`.
   */
  readonly strictCreatePath: string | undefined;
  /** Whether it ends a container before it reports that it is being removed. */
  readonly removesInSteps: boolean;
  /** Path of its own, most detailed report on a container. */
  readonly inspectPath: (container: string, apiVersion: string) => string;
}

/** Also for an engine that does not say what it is. */
export const DOCKER: EngineTraits = {
  name: 'Docker',
  version: undefined,
  tmpfsOptions: ({ uid, gid }) => ['nr_inodes=16384', `uid=${uid}`, `gid=${gid}`],
  executesTmpfs: false,
  // An engine that does not say what it is may be Podman, too.
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
  // It supports neither an owner nor a limit of inodes, and would copy what the image has there.
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
 * Podman 4 raises a user's process limit to 2^20 wherever another limit is named, and cannot start a container where it
 * has no right to do so (inside another container). The limit counts all inmates on it together.
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
  // It serves its own API in its own version, and in some older ones.
  const containers = `/v${version}/libpod/containers`;
  return {
    ...traits,
    version,
    strictCreatePath: `${containers}/create`,
    inspectPath: (container) => `${containers}/${container}/json`,
  };
}
