import type { Disposable } from '../../app/lifetime.ts';

/** Milliseconds. */
const TICK = 1000;

/** Ticks while something runs, so that what is shown of it can go on; else there is no timer. */
export class RunningTicker implements Disposable {
  readonly #tick: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(tick: () => void) {
    this.#tick = tick;
  }

  setRunning(running: boolean): void {
    if (running) this.#timer ??= setInterval(this.#tick, TICK).unref();
    else this.dispose();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
