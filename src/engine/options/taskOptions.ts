import type { PruneRule } from '../hosts/docker/images/store/prunePlan.ts';
import type { DispatchContext } from '../observability/channels.ts';
import type { DockerOptions } from './options.ts';

/** Of `warm`. */
export interface WarmOptions {
  readonly count?: number | undefined;
  readonly build?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
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
  readonly dryRun?: boolean | undefined;
}

/** Of `upgrade`. */
export interface UpgradeOptions {
  /** `true`: changes nothing, and tells what it would. */
  readonly dryRun?: boolean | undefined;
  /** `true`: replaces also what was edited, or what is of a newer version. */
  readonly force?: boolean | undefined;
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string | undefined;
}

/** What a span may be told: strings, numbers and truths. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Of `traceDispatches`. */
export interface TraceOptions {
  /** More attributes of a dispatch's span, asked for when it is over. */
  readonly attributes?: ((dispatch: DispatchContext) => SpanAttributes) | undefined;
}
