import type { ContainerHost } from '../hosts/containerHost.ts';
import type { DockerEngine } from '../hosts/docker/dockerEngine.ts';
import { FairQueue } from './fairQueue.ts';
import type { Circle } from './underWay.ts';

/** The containers of a member that wait for dispatches. */
export interface MemberPool {
  /** How many containers wait. */
  readonly ready: number;
  /** How many of these have their inmate loaded. */
  readonly loaded: number;
  /** When the container that has waited longest began to wait, by `Date.now()`; `undefined` where none waits. */
  readonly oldest: number | undefined;
  /** @returns the name of a container that is removed now; `undefined` where none waits */
  dropOldest(): string | undefined;
  close(): Promise<void>;
}

/** Where the dispatches of one inmate get their turn, and its containers their places. */
export interface Admission {
  /** The engine whose connection is shared; `undefined` where it has its own. */
  readonly docker: DockerEngine | undefined;
  /** What is closed together with it; `undefined` where it is alone. */
  readonly circle: Circle | undefined;
  readonly queued: number;
  readonly running: number;
  /** Waits for a turn. @returns what ends it, to be called once @throws the signal's reason, or why there is no turn */
  take(signal: AbortSignal): Promise<() => void>;
  /** @returns the host, bounded to the containers that are allowed */
  bound(host: ContainerHost): ContainerHost;
  /** Adds the pool of an inmate that keeps containers waiting. */
  join(pool: MemberPool): void;
  /** The inmate is closed. */
  leave(): void;
  /** A container waits that could make room for another one. */
  onIdle(): void;
}

/** The admission of an inmate that has its own engine. */
export function ownAdmission(concurrency: number): Admission {
  const queue = new FairQueue(concurrency, Infinity);
  const nothing = (): void => undefined;
  return {
    docker: undefined,
    circle: undefined,
    get queued() {
      return queue.queued;
    },
    get running() {
      return queue.running;
    },
    take: (signal) => queue.take(queue, signal),
    bound: (host) => host,
    join: nothing,
    leave: nothing,
    onIdle: nothing,
  };
}
