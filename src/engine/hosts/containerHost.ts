import type { Channel } from '../../wire/channel.ts';
import type { EngineKind } from '../options/engineKind.ts';

/**
 * The narrow interface between the dispatcher and what runs inmates: Docker, a bare process, later others.
 * A jail runs one dispatch at a time.
 */
export interface ContainerHost {
  readonly kind: EngineKind;
  /** Where the host is, for people, for example `unix:///var/run/docker.sock`. */
  readonly endpoint: string | null;
  /** Whether the memory limit holds here. */
  readonly limitsMemory: boolean;
  /** One line for people on what stands between an inmate and this machine. */
  readonly isolation: string;
  /**
   * Waits for a place for the jail where their number is limited; `remove` releases it. A jail that is to wait for a
   * dispatch gets its place at once, or is refused.
   */
  reserve?(spec: JailSpec, signal: AbortSignal): Promise<void>;
  /**
   * Creates a jail without starting it. It cannot be cancelled: an aborted creation may still succeed, so always call
   * `remove` with the name. Rejects with an `EngineError`.
   */
  create(spec: JailSpec): Promise<Jail>;
  /**
   * Removes every trace of the jail of that name. Resolves only when the host no longer knows it: with `gone` where it
   * was not known in the first place, or another client had begun to remove it.
   *
   * @param isKilled the jail ended as a removal ends it, not through this process and without a result: another remover
   * may be at work
   */
  remove(name: string, isKilled?: boolean): Promise<Removal>;
}

export type Removal = 'removed' | 'gone';

/** What a jail is made from. */
export interface JailSpec {
  /** Unique name, chosen by the dispatcher, so that the jail can be removed even if its creation fails. */
  readonly name: string;
  /** Milliseconds after which the sweeper may remove the jail, by the host's own clock since creation. */
  readonly lifetime: number;
  /** What it runs; `null` where the host has no images. */
  readonly image: string | null;
  /** Whether it waits for a request, and its entrypoint reports when the inmate is loaded: `wire/loadedSignal.ts`. */
  readonly waits?: boolean;
}

/** What a jail tells its dispatcher. No method throws. */
export interface JailSink {
  bytes(channel: Channel, chunk: Uint8Array): void;
}

export interface JailEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly oomKilled: boolean;
}

export interface Jail {
  /** The host's own id of the jail. */
  readonly id: string;
  /** Notes on how it is confined; complete once `attach` has resolved. */
  readonly notes?: readonly string[];
  /**
   * Connects to the streams. What the jail writes goes to `sink` as it comes in and is never paused. Resolves once
   * connected; `drained` then settles at the end of all output.
   */
  attach(sink: JailSink, signal: AbortSignal): Promise<JailStreams>;
  start(signal: AbortSignal): Promise<void>;
  /** Kills it at once. Resolves when the host has accepted the order; a jail that is already gone is not an error. */
  kill(): Promise<void>;
  /** Milliseconds of processor time that all its processes have used so far; missing where the host cannot tell. */
  processorTime?(): Promise<number>;
  /** Freezes all its processes until `resume`; a paused jail can be killed and removed. Missing where unsupported. */
  pause?(): Promise<void>;
  resume?(): Promise<void>;
  /** Closes its connections and timers; the dispatch is over. */
  close(): void;
}

export interface JailStreams {
  /** Resolves at the end of all output; rejects with an `EngineError` where the connection broke. */
  readonly drained: Promise<void>;
  /** Resolves when the jail has ended, with how; valid after `start`. */
  readonly ended: Promise<JailEnd>;
  /** Writes to the jail's stdin. */
  write(bytes: Uint8Array): void;
  /** Sets whether waiting for the jail keeps this process alive (default: it does). Missing where it always does. */
  holdProcess?(held: boolean): void;
  /** Closes the jail's stdin: the entrypoint then knows that no caller waits any more. */
  closeStdin(): void;
}
