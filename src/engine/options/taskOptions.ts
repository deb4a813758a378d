import type { PruneRule } from '../hosts/docker/images/store/prunePlan.ts';
import type { DockerOptions } from './options.ts';

/** Of `warm`. */
export interface WarmOptions {
  readonly count?: number;
  readonly build?: boolean;
  readonly signal?: AbortSignal;
}

/** Of an engine for many. */
export interface SharedEngineOptions {
  /** Where Docker is, as `HoosegowOptions.docker`. */
  readonly docker?: DockerOptions | undefined;
  /** Dispatches of all inmates that run at the same time. Default: twice the processors, at least 4. */
  readonly concurrency?: number | undefined;
  /**
   * Containers of all inmates that there are at the same time, those that wait for a dispatch included; at least
   * `concurrency`. A dispatch that finds no room has the one removed that has waited longest. Default: `concurrency` and
   * half as many again.
   */
  readonly containers?: number | undefined;
  /** Dispatches of all inmates that wait for their turn; a further one fails at once (`HOOSEGOW_QUEUE_FULL`). Default 1,000. */
  readonly queueSize?: number | undefined;
}

/** Of `listImages`. */
export interface ImageOptions {
  readonly docker?: DockerOptions | undefined;
}

/** Of `pruneImages`. */
export interface PruneOptions extends ImageOptions, PruneRule {
  /** `true`: removes nothing, and tells what it would. */
  readonly dryRun?: boolean;
}

/** Of `upgrade`. */
export interface UpgradeOptions {
  /** `true`: changes nothing, and tells what it would. */
  readonly dryRun?: boolean;
  /** `true`: replaces also what was edited, or what is of a newer version. */
  readonly force?: boolean;
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string;
}
