import type { PruneRule } from '../hosts/docker/images/store/prunePlan.ts';
import type { DispatchContext } from '../observability/channels.ts';
import type { DockerOptions } from './options.ts';

/** Options of `warm`. */
export interface WarmOptions {
  readonly count?: number | undefined;
  readonly build?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of an engine for many inmates. */
export interface SharedEngineOptions {
  /** Where Docker is, as `HoosegowOptions.docker`. */
  readonly docker?: DockerOptions | undefined;
  /** Dispatches of all inmates that run at the same time. Default: twice the processors, at least 4. */
  readonly concurrency?: number | undefined;
  /**
   * Containers of all inmates that there are at the same time, those that wait for a dispatch included; at least
   * `concurrency`. A dispatch that finds no room has the one removed that has waited longest. Default: one and a half
   * times `concurrency`.
   */
  readonly containers?: number | undefined;
  /** Dispatches of all inmates that wait for their turn; a further one fails at once (`HOOSEGOW_QUEUE_FULL`). Default 1,000. */
  readonly queueSize?: number | undefined;
}

/** Options of `listImages`. */
export interface ImageOptions {
  readonly docker?: DockerOptions | undefined;
}

/** Options of `pruneImages`. */
export interface PruneOptions extends ImageOptions, PruneRule {
  /** `true`: removes nothing, and tells what would be removed. */
  readonly dryRun?: boolean | undefined;
}

/** Options of `upgrade`. */
export interface UpgradeOptions {
  /** `true`: changes nothing, and tells what would be changed. */
  readonly dryRun?: boolean | undefined;
  /** `true`: also replaces files that were edited, or that are of a newer version. */
  readonly force?: boolean | undefined;
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string | undefined;
}

/** Attributes of a span: strings, numbers and booleans. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Options of `traceDispatches`. */
export interface TraceOptions {
  /** More attributes of a dispatch's span, asked for when it is over. */
  readonly attributes?: ((dispatch: DispatchContext) => SpanAttributes) | undefined;
}
