import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which other tasks get their turn. */
const SLICE = 8;

/** Lets long work that never waits give way to other tasks. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  /** @param signal aborts the work with its reason */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** To be awaited between two pieces of work. */
  async step(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#since < SLICE) return;
    await nextTurn();
    this.#since = performance.now();
    this.#signal?.throwIfAborted();
  }
}
