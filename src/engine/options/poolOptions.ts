import { UsageError } from '../errors/errors.ts';

/**
 * Containers that wait for the next dispatch: started, attached, the inmate loaded. Each takes one dispatch, unless
 * `reuse` says otherwise. They are refilled after each dispatch, as many as dispatches lately found none, up to `size`.
 * One that takes more than a twentieth of a processor while it waits is paused until it is taken.
 */
export interface PoolOptions {
  /** Containers that may wait at the same time. Default 4. */
  readonly size?: number | undefined;
  /** Milliseconds that a container waits before it is removed; the pool then keeps one fewer. Default 300,000. */
  readonly idle?: number | undefined;
  /**
   * Milliseconds from its start in which a waiting container must have loaded the inmate's module; else it is removed,
   * and `warm` says so. Default 30,000, or the limit `timeout` where that is less.
   */
  readonly loading?: number | undefined;
  /**
   * How many dispatches one container may serve, one after the other. Default 1: each has a container of its own.
   *
   * More is for bulk work of an inmate that you trust with all of it, because the isolation between these dispatches is
   * weaker: what one of them leaves in the state of its modules, in `/tmp`, or in timers and connections that were told
   * not to keep the process alive, is there for the next one, and an error that it left is raised by the next one. The
   * container's limits on memory, processes and `/tmp` are for all of them together; those on time and output stay each
   * dispatch's own. The container is as isolated as always.
   *
   * A container is used again only if nothing of the last dispatch goes on: no timer, connection, worker or process, and
   * no output. Otherwise, and for every outcome but a result or an exception of the method, it ends as always. The same
   * holds where the image's entrypoint does not know of reuse. Docker only.
   */
  readonly reuse?: number | undefined;
}

export type PoolBounds = { readonly [Name in keyof PoolOptions]-?: number };

const DEFAULTS: PoolBounds = { size: 4, idle: 300_000, loading: 30_000, reuse: 1 };
/** Containers that one daemon should hold for one inmate at most. */
const MAX_SIZE = 256;
/** The cost of a new container after this many dispatches is negligible. */
const MAX_REUSE = 100_000;
/** The longest time that a timer of Node can wait, milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * @param timeout milliseconds that a dispatch may take
 * @throws {UsageError} naming the invalid option
 */
export function resolvePoolOptions(options: PoolOptions, timeout: number = DEFAULTS.loading): PoolBounds {
  const bounds = {
    size: options.size ?? DEFAULTS.size,
    idle: options.idle ?? DEFAULTS.idle,
    loading: options.loading ?? Math.min(DEFAULTS.loading, timeout),
    reuse: options.reuse ?? DEFAULTS.reuse,
  };
  if (!Number.isInteger(bounds.size) || bounds.size < 0 || bounds.size > MAX_SIZE) {
    throw new UsageError(`pool.size must be a whole number from 0 to ${MAX_SIZE}, not ${bounds.size}`);
  }
  for (const name of ['idle', 'loading'] as const) {
    const value = bounds[name];
    if (!Number.isFinite(value) || value < 1 || value > MAX_TIMER) {
      throw new UsageError(`pool.${name} must be a number from 1 to ${MAX_TIMER}, not ${value}`);
    }
  }
  if (!Number.isInteger(bounds.reuse) || bounds.reuse < 1 || bounds.reuse > MAX_REUSE) {
    throw new UsageError(`pool.reuse must be a whole number from 1 to ${MAX_REUSE}, not ${bounds.reuse}`);
  }
  return bounds;
}
