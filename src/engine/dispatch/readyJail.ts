import type { ContainerHost, Jail, JailSink, JailSpec, JailStreams } from '../hosts/containerHost.ts';
import type { BufferedOutput } from './bufferedOutput.ts';

/** A jail that is started and attached and waits for a request. The taker ends and removes it, or gives it back. */
export interface ReadyJail {
  readonly host: ContainerHost;
  readonly name: string;
  readonly jail: Jail;
  readonly streams: JailStreams;
  /** When its start was confirmed, or when the last dispatch gave it back, by `Date.now()`. */
  readonly waitingSince: number;
  /** Dispatches that have been through it. */
  readonly served: number;
  /** Hands over what it has printed so far, and all that it prints from then on. */
  readonly handOver: (sink: JailSink) => void;
}

/**
 * Takes a jail that waits, or the next one that is about to.
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
  /** Just before its creation, by `Date.now()`. */
  readonly createdAt: number;
}

/** Takes back the jail of one dispatch, where the jail takes another request. */
export interface Checkin {
  /** The dispatch has made this jail itself; it may come back. */
  made(jail: OwnJail): void;
  /**
   * There is a result.
   *
   * @returns milliseconds to wait for the jail to say whether it takes another request; 0: do not wait
   */
  awaitReady(): number;
  /**
   * The jail has said whether it takes another request.
   *
   * @returns whether it was taken back: then it is no longer the dispatch's, nor is what it writes from now on
   */
  onReady(takesAnother: boolean): boolean;
  /** The jail has not said so in time. */
  onSilence(): void;
  /** The jail will not come back. May be called more than once, and after it has come back. */
  end(): void;
}
