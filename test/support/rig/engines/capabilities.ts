import type { Engine } from './engines.ts';

/** What a test may need of an engine beyond what every one of them can do. */
export type Capability =
  /** Runs a container under gVisor where it is asked to. */
  | 'gvisor'
  /** Enforces limits on the memory, the processes and the processor time of a container. */
  | 'limits'
  /** Reaches a server that runs on this machine, for a pull. */
  | 'servers here'
  /** Limits the number of files in a `/tmp` in memory. */
  | 'tmp files'
  /** Reports options of a container and failures of a build in Docker's words. */
  | 'same words'
  /** Lists the containers in which the steps of a build run. */
  | 'listed builds'
  /** Takes a build context with a link that leads out of it. */
  | 'links out'
  /** Makes a container's first process when it is started, and not already when it is attached to. */
  | 'late start'
  /** Takes limits of a process, such as on open files, with a container. */
  | 'own ulimits'
  /** Distinguishes an end because memory ran out from any other kill. */
  | 'told memory ends';

/** What an engine cannot do, and the reason, which lies in the engine or in what this machine permits. */
export type Lacks = Readonly<Partial<Record<Capability, string>>>;

const PODMAN: Lacks = {
  gvisor: 'no runtime for one container through this API',
  'tmp files': 'no bound on the number of files in /tmp (they count as memory)',
  'same words': 'options of a container and failures of a build are told in other words (what they mean is compared)',
  'late start': 'a command that is not there is told when its container is attached to',
  'listed builds': 'the containers of a build are not listed',
  'links out': 'no links in a build context that lead out of it',
};

const PODMAN_4: Lacks = {
  'told memory ends': 'an end for want of memory is told as any other kill',
};

const ROOTLESS: Lacks = {
  gvisor: 'runsc needs root, as it is set up here',
  limits: 'a user who is not root has no cgroup of its own here to set limits in',
};

const ROOTLESS_DOCKER: Lacks = {
  'servers here': 'its network is one of its own, from which servers of the machine are not reached',
};

const ROOTLESS_PODMAN: Lacks = {
  'own ulimits': 'limits on open files, on the size of a file and on core dumps are those of its own settings alone',
};

/** The one place that says what is different about an engine. */
export function lacksOf({ kind, from, rootless }: Pick<Engine, 'kind' | 'from' | 'rootless'>): Lacks {
  return {
    ...(kind === 'podman' ? PODMAN : {}),
    ...(kind === 'podman' && from === 'host' ? PODMAN_4 : {}),
    ...(rootless ? ROOTLESS : {}),
    ...(rootless && kind === 'docker' ? ROOTLESS_DOCKER : {}),
    ...(rootless && kind === 'podman' ? ROOTLESS_PODMAN : {}),
  };
}
