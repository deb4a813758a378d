/** An engine that `npm run test:engines` starts by itself. */
export interface Engine {
  /** Its name in `HOOSEGOW_TEST_ENGINE`. */
  readonly id: string;
  readonly kind: 'docker' | 'podman';
  /** The Debian release that its packages come from; `host`: those of this machine. */
  readonly from: 'host' | DebianSuite;
  /** Run by a user who is not root. */
  readonly rootless: boolean;
}

export type DebianSuite = 'trixie' | 'sid';

/** The engines that people use, oldest first, as far as Debian has them. */
export const ENGINES: readonly Engine[] = [
  { id: 'docker-host', kind: 'docker', from: 'host', rootless: false },
  { id: 'docker-trixie', kind: 'docker', from: 'trixie', rootless: false },
  { id: 'docker-sid', kind: 'docker', from: 'sid', rootless: false },
  { id: 'podman-host', kind: 'podman', from: 'host', rootless: false },
  { id: 'podman-trixie', kind: 'podman', from: 'trixie', rootless: false },
  { id: 'podman-sid', kind: 'podman', from: 'sid', rootless: false },
  { id: 'docker-rootless', kind: 'docker', from: 'trixie', rootless: true },
  { id: 'podman-rootless', kind: 'podman', from: 'trixie', rootless: true },
];

export function engineNamed(id: string): Engine {
  const engine = ENGINES.find((each) => each.id === id);
  if (engine !== undefined) return engine;
  throw new Error(`there is no engine ${JSON.stringify(id)}, only ${ENGINES.map((each) => each.id).join(', ')}`);
}
