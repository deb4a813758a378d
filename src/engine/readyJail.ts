import type { ContainerHost, Jail, JailSink, JailStreams } from './containerHost.ts';

/** A jail that is started and attached and waits for a request. Whoever takes it ends and removes it. */
export interface ReadyJail {
  readonly host: ContainerHost;
  readonly name: string;
  readonly jail: Jail;
  readonly streams: JailStreams;
  /** When its start had been confirmed, by `Date.now()`. */
  readonly startedAt: number;
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
