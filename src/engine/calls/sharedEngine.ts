import { availableParallelism } from 'node:os';
import { checkCloseOptions, checkSharedOptions } from '../options/checkOptions.ts';
import { DockerEngine } from '../hosts/docker/dockerEngine.ts';
import { HoosegowError, UsageError } from '../errors/errors.ts';
import { resolveLimits } from '../options/limits.ts';
import type { CloseOptions } from '../options/options.ts';
import type { SharedEngineOptions } from '../options/taskOptions.ts';
import type { Admission, MemberPool } from './admission.ts';
import { BoundedHost } from './boundedHost.ts';
import { settingsOfAll } from '../options/callSettings.ts';
import { ContainerPlaces } from './containerPlaces.ts';
import type { EngineCounts, EngineForMany } from '../options/counts.ts';
import { FairQueue } from './fairQueue.ts';
import { checkDrain, type UnderWay } from './underWay.ts';

/** The shared engine was closed. */
export class EngineClosedError extends HoosegowError {
  override name = 'EngineClosedError';
  override readonly code = 'HOOSEGOW_CLOSED';
  constructor() {
    super('the shared engine is closed: make a new one');
  }
}

const DEFAULT_QUEUE = 1000;

/**
 * One engine for many inmates: one connection to Docker, one bound on dispatches and containers, and one queue, in
 * which the inmates take turns.
 *
 * @example
 * const engine = new SharedEngine({ docker: { host }, concurrency: 8, containers: 16, queueSize: 200 });
 * const plugins = folders.map((inmateDir) => new Hoosegow({ engine, inmateDir, pool: { size: 1 } }));
 * await plugins[0].dispatch('render', ['# Hello']);
 * await engine.close();
 */
export class SharedEngine implements EngineForMany {
  readonly #docker: DockerEngine;
  readonly #places: ContainerPlaces;
  readonly #queue: FairQueue;
  readonly #pools = new Set<MemberPool>();
  readonly #busy = new Set<UnderWay>();
  #isClosed = false;

  /** Nothing is opened before the first call. @throws UsageError naming the invalid option */
  constructor(options: SharedEngineOptions = {}) {
    checkSharedOptions(options);
    const concurrency = options.concurrency ?? Math.max(4, availableParallelism() * 2);
    const containers = options.containers ?? Math.ceil(1.5 * concurrency);
    const queueSize = options.queueSize ?? DEFAULT_QUEUE;
    checkCount('concurrency', concurrency, 1);
    checkCount('containers', containers, concurrency, ', which is concurrency: each dispatch takes one');
    checkCount('queueSize', queueSize, 0);
    // Its image is never used: this engine holds the connection, and sweeps.
    const own = { ...(options.docker && { docker: { ...options.docker } }), image: '' };
    this.#docker = new DockerEngine(own, settingsOfAll(own, resolveLimits()));
    this.#places = new ContainerPlaces(containers);
    this.#places.makeRoom = () => this.#makeRoom();
    this.#queue = new FairQueue(concurrency, queueSize);
  }

  /** What is under way now. */
  get counts(): EngineCounts {
    const waiting = this.#sum(({ ready }) => ready);
    return {
      queued: this.#queue.queued,
      running: this.#queue.running,
      waiting,
      loading: waiting - this.#sum(({ loaded }) => loaded),
      containers: this.#places.taken,
      created: this.#places.created,
    };
  }

  /**
   * Accepts no more work of any inmate, waits for what is under way or cancels it, as `Hoosegow.close` does, removes
   * the containers that wait, and ends the connection.
   *
   * @throws {UsageError} for invalid options
   */
  async close(options: CloseOptions = {}): Promise<void> {
    checkCloseOptions(options);
    checkDrain(options);
    this.#isClosed = true;
    await Promise.all([...this.#busy].map((member) => member.close(options)));
    await Promise.all([...this.#pools].map((pool) => pool.close()));
    await this.#docker.close();
  }

  /** As `close()`: waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal For a `Hoosegow` of this engine. */
  admit(): Admission {
    const asker = {};
    const queue = this.#queue;
    let own: MemberPool | undefined;
    return {
      docker: this.#docker,
      circle: {
        refuseIfClosed: () => {
          if (this.#isClosed) throw new EngineClosedError();
        },
        enter: (member) => void this.#busy.add(member),
        leave: (member) => void this.#busy.delete(member),
      },
      get queued() {
        return queue.queuedOf(asker);
      },
      get running() {
        return queue.runningOf(asker);
      },
      take: async (signal) => queue.take(asker, signal),
      bound: (host) => new BoundedHost(host, this.#places),
      join: (pool) => {
        own = pool;
        this.#pools.add(pool);
      },
      leave: () => void (own && this.#pools.delete(own)),
      onIdle: () => this.#places.press(),
    };
  }

  #sum(count: (pool: MemberPool) => number): number {
    return [...this.#pools].reduce((sum, pool) => sum + count(pool), 0);
  }

  /** Removes the container that has waited longest, of any inmate. */
  #makeRoom(): string | undefined {
    const [longest] = [...this.#pools]
      .filter(({ oldest }) => oldest !== undefined)
      .toSorted((a, b) => (a.oldest ?? 0) - (b.oldest ?? 0));
    return longest?.dropOldest();
  }
}

/** @throws {UsageError} */
function checkCount(name: keyof SharedEngineOptions, value: number, least: number, why = ''): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(`${name} must be a whole number of at least ${least}${why}, not ${value}`);
}
