import type { CloseOptions } from './closeOptions.ts';

/** What an engine has under way at one moment. */
export interface EngineCounts {
  /** Dispatches that wait for their turn. */
  readonly queued: number;
  /** Dispatches that have had their turn and are not over. */
  readonly running: number;
  /** Containers that wait for a dispatch. */
  readonly waiting: number;
  /** Those of them whose inmate is still being loaded. */
  readonly loading: number;
  /** Containers that are there, being made or removed, those that wait included. */
  readonly containers: number;
  /** Containers that were made so far. */
  readonly created: number;
}

/** A `SharedEngine`, as an option names it. */
export interface EngineForMany {
  readonly counts: EngineCounts;
  close(options?: CloseOptions): Promise<void>;
}
