import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which everything else has its turn. */
const SLICE = 8;

/** Keeps long work that does not wait for anything from keeping everything else waiting. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  /** @param signal ends the work with its reason */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** To be awaited between two pieces of the work. */
  async step(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#since < SLICE) return;
    await nextTurn();
    this.#since = performance.now();
    this.#signal?.throwIfAborted();
  }
}
