import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which everything else has its turn. */
const SLICE = 8;

/** Keeps long work that does not wait for anything from keeping everything else waiting. */
export class Pace {
  #since = performance.now();

  /** To be awaited between two pieces of the work. */
  async step(): Promise<void> {
    if (performance.now() - this.#since < SLICE) return;
    await nextTurn();
    this.#since = performance.now();
  }
}
