import { UsageError } from '../errors.ts';

/**
 * Containers that wait for the next dispatch: started, attached, the inmate imported. Each takes one dispatch. They are
 * refilled after each dispatch, as many as dispatches lately found none, up to `size`.
 */
export interface PoolOptions {
  /** Containers that may wait at the same time. Default 4. */
  readonly size?: number;
  /** Milliseconds that a container waits before it is removed; then as many fewer wait. Default 300,000. */
  readonly idle?: number;
}

export type PoolBounds = Required<PoolOptions>;

const DEFAULTS: PoolBounds = { size: 4, idle: 300_000 };
/** What one daemon should be made to hold for one inmate. */
const MAX_SIZE = 256;
/** The longest time that a timer of Node can wait, milliseconds. */
const MAX_IDLE = 2 ** 31 - 1;

/** @throws {UsageError} naming the option that cannot be right */
export function resolvePoolOptions(options: PoolOptions): PoolBounds {
  const bounds = { size: options.size ?? DEFAULTS.size, idle: options.idle ?? DEFAULTS.idle };
  if (!Number.isInteger(bounds.size) || bounds.size < 0 || bounds.size > MAX_SIZE) {
    throw new UsageError(`pool.size must be a whole number from 0 to ${MAX_SIZE}, not ${bounds.size}`);
  }
  if (!Number.isFinite(bounds.idle) || bounds.idle < 1 || bounds.idle > MAX_IDLE) {
    throw new UsageError(`pool.idle must be a number from 1 to ${MAX_IDLE}, not ${bounds.idle}`);
  }
  return bounds;
}
