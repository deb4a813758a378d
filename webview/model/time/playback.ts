import type { TimeMs } from './viewport.ts';

export const SPEEDS = [0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100] as const;

/**
 * The clock of playback: computes the time in the dispatch from the wall clock, so that late or missing animation
 * frames do not slow it down.
 */
export class Playback {
  #speed: number;
  #time: TimeMs = 0;
  #since: number | undefined;

  constructor(speed: number) {
    this.#speed = speed;
  }

  get playing(): boolean {
    return this.#since !== undefined;
  }

  get speed(): number {
    return this.#speed;
  }

  /** @param now milliseconds by the wall clock, here and below */
  play(from: TimeMs, now: number): void {
    this.#time = from;
    this.#since = now;
  }

  /** Returns the time in the dispatch at which it stopped. */
  pause(now: number): TimeMs {
    this.#time = this.timeAt(now);
    this.#since = undefined;
    return this.#time;
  }

  /** Continues from the current time, faster or slower. */
  setSpeed(speed: number, now: number): void {
    this.#time = this.timeAt(now);
    if (this.#since !== undefined) this.#since = now;
    this.#speed = speed;
  }

  timeAt(now: number): TimeMs {
    return this.#since === undefined ? this.#time : this.#time + Math.max(0, now - this.#since) * this.#speed;
  }
}
