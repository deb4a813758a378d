import type { JailEnd, JailStreams } from '../hosts/containerHost.ts';
import { Deferred } from '../async/deferred.ts';
import { toError } from '../errors/errors.ts';

/**
 * The streams of a jail that serves many dispatches, for one of them at a time: the listeners of one are dropped for
 * the next one. On the jail's own promises those of a hundred thousand dispatches would pile up.
 */
export class LentStreams {
  readonly #streams: JailStreams;
  #drained = new Deferred<void>();
  #ended = new Deferred<JailEnd>();

  constructor(streams: JailStreams) {
    this.#streams = streams;
    streams.drained.then(
      () => this.#drained.resolve(),
      (error: unknown) => this.#drained.reject(toError(error)),
    );
    streams.ended.then(
      (end) => this.#ended.resolve(end),
      (error: unknown) => this.#ended.reject(toError(error)),
    );
  }

  /** See `JailStreams.holdProcess`. */
  holdProcess(held: boolean): void {
    this.#streams.holdProcess?.(held);
  }

  /** For the next dispatch; the jail must not have ended. */
  lend(): JailStreams {
    this.#drained = new Deferred();
    this.#ended = new Deferred();
    return {
      drained: this.#drained.promise,
      ended: this.#ended.promise,
      write: (bytes) => this.#streams.write(bytes),
      closeStdin: () => this.#streams.closeStdin(),
    };
  }
}
