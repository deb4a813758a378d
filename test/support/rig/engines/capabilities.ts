import type { Engine } from './engines.ts';

/** What a test may need of an engine beyond what every one of them can do. */
export type Capability =
  /** Runs a container under gVisor where it is asked to. */
  | 'gvisor'
  /** Holds the memory, the processes and the processor time of a container. */
  | 'limits';

/** What an engine cannot do, and why that lies in the engine, or in what this machine lets it do. */
export type Lacks = Readonly<Partial<Record<Capability, string>>>;

const PODMAN: Lacks = {
  gvisor: 'Podman takes no runtime for one container through this API',
};

const ROOTLESS: Lacks = {
  gvisor: 'runsc needs root, as it is set up here',
  limits: 'a user who is not root has no cgroup of its own here to set limits in',
};

/** The one place that says what is different about an engine. */
export function lacksOf({ kind, rootless }: Pick<Engine, 'kind' | 'rootless'>): Lacks {
  return { ...(kind === 'podman' ? PODMAN : {}), ...(rootless ? ROOTLESS : {}) };
}
