import type { IdleJail } from './idleJail.ts';

/** Milliseconds after which they are dropped in any case. */
const LONGEST = 2000;

/**
 * Jails that waited for an image that is no longer requested. To kill them keeps the engine busy for as long as a
 * container takes to start, so that the first dispatch of the image after it comes first.
 */
export class FormerJails {
  readonly #discard: (jail: IdleJail) => void;
  #jails: IdleJail[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param discard to be called once for each */
  constructor(discard: (jail: IdleJail) => void) {
    this.#discard = discard;
  }

  /** When the one that has waited longest began to wait, by `Date.now()`; `undefined` where there is none. */
  get oldest(): number | undefined {
    return this.#jails[0]?.waitingSince;
  }

  /** Takes these over, the oldest first; those that were here before them are dropped. */
  replace(jails: readonly IdleJail[]): void {
    this.drop();
    if (jails.length === 0) return;
    this.#jails = [...jails];
    this.#timer = setTimeout(() => this.drop(), LONGEST).unref();
  }

  drop(): void {
    clearTimeout(this.#timer);
    while (this.dropOldest());
  }

  /** @returns the one that was dropped; `undefined` where there is none */
  dropOldest(): IdleJail | undefined {
    const oldest = this.#jails.shift();
    if (oldest) this.#discard(oldest);
    return oldest;
  }
}
