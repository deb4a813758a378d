import type { Channel } from '../../wire/channel.ts';

/**
 * The narrow interface between the dispatcher and whatever runs inmates: Docker, a bare process, later others.
 * A jail holds one dispatch at a time.
 */
export interface ContainerHost {
  readonly kind: 'docker' | 'process';
  /** Where the host is, for people, for example `unix:///var/run/docker.sock`. */
  readonly endpoint: string | null;
  /** Whether the memory limit holds here. */
  readonly limitsMemory: boolean;
  /** One line for people on what stands between an inmate and this machine. */
  readonly isolation: string;
  /**
   * Waits for the place that the jail will take where their number is bounded; `remove` gives it back. For what only
   * waits for a dispatch there is a place at once, or none.
   */
  reserve?(spec: JailSpec, signal: AbortSignal): Promise<void>;
  /**
   * Makes a jail that is not started yet. Not to be cancelled: a creation that is broken off may still come to pass, so
   * always call `remove` with the name. Rejects with an `EngineError`.
   */
  create(spec: JailSpec): Promise<Jail>;
  /**
   * Removes every trace of the jail of that name. Resolves only when the host no longer knows it: with `gone` where it
   * did not know it in the first place, or somebody else had begun to remove it.
   *
   * @param isKilled the jail ended as a removal ends it, and not by this side: another remover may be at work
   */
  remove(name: string, isKilled?: boolean): Promise<Removal>;
}

export type Removal = 'removed' | 'gone';

/** What a jail is made from. */
export interface JailSpec {
  /** Unique name, chosen by the dispatcher, so that the jail can be removed whatever happens to its creation. */
  readonly name: string;
  /** Milliseconds after which the sweeper may remove the jail, by the host's own clock since creation. */
  readonly lifetime: number;
  /** What it runs; `null` where the host has no images. */
  readonly image: string | null;
  /** Whether it waits for a request, and its entrypoint is to say when the inmate is loaded: `wire/loadedSignal.ts`. */
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
  /** What is worth knowing of how it is held; complete once `attach` has come back. */
  readonly notes?: readonly string[];
  /**
   * Connects to the streams. What the jail writes goes to `sink` as it comes in and is never paused. Resolves once
   * connected; `drained` then settles at the end of all output.
   */
  attach(sink: JailSink, signal: AbortSignal): Promise<JailStreams>;
  start(signal: AbortSignal): Promise<void>;
  /** Ends it at once. Resolves when the host has taken the order; a jail that is gone already is not an error. */
  kill(): Promise<void>;
  /** Milliseconds of processor time that all in it has taken so far; missing where the host cannot tell. */
  processorTime?(): Promise<number>;
  /** Stops all that goes on in it until `resume`; a paused jail can be killed and removed. Missing where it cannot be. */
  pause?(): Promise<void>;
  resume?(): Promise<void>;
  /** Lets go of its connections and timers; the dispatch is over. */
  close(): void;
}

export interface JailStreams {
  /** Resolves at the end of all output; rejects with an `EngineError` where the connection broke. */
  readonly drained: Promise<void>;
  /** Resolves when the jail has ended, with how; valid after `start`. */
  readonly ended: Promise<JailEnd>;
  /** Writes to the jail's stdin. */
  write(bytes: Uint8Array): void;
  /** Whether what it waits for keeps this process alive; it does until told otherwise. Missing where it always does. */
  holdProcess?(held: boolean): void;
  /** Closes the jail's stdin: the entrypoint then knows that nobody waits any more. */
  closeStdin(): void;
}
