import type { TimeMs } from './viewport.ts';

export const SPEEDS = [0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100] as const;

/**
 * The clock of playing a dispatch back: it knows what time it is in the dispatch from the time on the wall, so frames of
 * an animation that come late, or not at all, do not slow it down.
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

  /** @param now milliseconds on the wall's clock, here and below */
  play(from: TimeMs, now: number): void {
    this.#time = from;
    this.#since = now;
  }

  /** Gives the time in the dispatch at which it stopped. */
  pause(now: number): TimeMs {
    this.#time = this.timeAt(now);
    this.#since = undefined;
    return this.#time;
  }

  /** Goes on from where it is, faster or slower. */
  setSpeed(speed: number, now: number): void {
    this.#time = this.timeAt(now);
    if (this.#since !== undefined) this.#since = now;
    this.#speed = speed;
  }

  timeAt(now: number): TimeMs {
    return this.#since === undefined ? this.#time : this.#time + Math.max(0, now - this.#since) * this.#speed;
  }
}
