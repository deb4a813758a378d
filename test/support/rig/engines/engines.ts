/** An engine that `npm run test:engines` starts by itself. */
export interface Engine {
  /** Names it in `HOOSEGOW_TEST_ENGINE`. */
  readonly id: string;
  readonly kind: 'docker' | 'podman';
  /** The Debian release that its packages come from; `host`: those of this machine. */
  readonly from: 'host' | DebianSuite;
}

export type DebianSuite = 'trixie' | 'sid';

/** What people have, oldest first, as far as Debian has it. */
export const ENGINES: readonly Engine[] = [
  { id: 'docker-host', kind: 'docker', from: 'host' },
  { id: 'docker-trixie', kind: 'docker', from: 'trixie' },
  { id: 'docker-sid', kind: 'docker', from: 'sid' },
  { id: 'podman-host', kind: 'podman', from: 'host' },
  { id: 'podman-trixie', kind: 'podman', from: 'trixie' },
  { id: 'podman-sid', kind: 'podman', from: 'sid' },
];

export function engineNamed(id: string): Engine {
  const engine = ENGINES.find((each) => each.id === id);
  if (engine !== undefined) return engine;
  throw new Error(`there is no engine ${JSON.stringify(id)}, only ${ENGINES.map((each) => each.id).join(', ')}`);
}
