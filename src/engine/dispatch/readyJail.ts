import type { ContainerHost, Jail, JailSink, JailSpec, JailStreams } from '../hosts/containerHost.ts';
import type { BufferedOutput } from './bufferedOutput.ts';

/** A jail that is started and attached and waits for a request. The taker ends and removes it, or gives it back. */
export interface ReadyJail {
  readonly host: ContainerHost;
  readonly name: string;
  readonly jail: Jail;
  readonly streams: JailStreams;
  /** When its start had been confirmed, or when the last dispatch had given it back, by `Date.now()`. */
  readonly waitingSince: number;
  /** Dispatches that have been through it. */
  readonly served: number;
  /** Hands over what it has printed so far, and all that it will. */
  readonly handOver: (sink: JailSink) => void;
}

/**
 * Gives a jail that waits, or is about to.
 *
 * @returns `undefined` where the dispatch has to make its own
 * @throws the signal's reason
 */
export type TakeReadyJail = (signal: AbortSignal) => Promise<ReadyJail | undefined>;

/** A jail that a dispatch has made for itself. */
export interface OwnJail {
  readonly host: ContainerHost;
  readonly spec: JailSpec;
  readonly jail: Jail;
  readonly streams: JailStreams;
  /** Where it writes to. */
  readonly output: BufferedOutput;
  /** Before it was created, by `Date.now()`. */
  readonly createdAt: number;
}

/** Takes back the jail of one dispatch, where the jail takes another request. */
export interface Checkin {
  /** The dispatch makes its own, and this is the one that may come back. */
  made(jail: OwnJail): void;
  /**
   * There is a result.
   *
   * @returns milliseconds for which the jail's word is to be waited for, whether it takes another request; 0: not at
   * all
   */
  awaitReady(): number;
  /**
   * The jail has given its word.
   *
   * @returns whether it was taken back: then it is somebody else's, and so is what it writes from now on
   */
  onReady(takesAnother: boolean): boolean;
  /** The jail has not given its word in time. */
  onSilence(): void;
  /** The jail will not come back. Safe more than once, and once it has come back. */
  end(): void;
}
