import type { Jail } from '../hosts/containerHost.ts';

/** Milliseconds to the first check, and at most to a further one; each interval is twice the one before. */
const FIRST_LOOK = 2000;
const LONGEST_WAIT = 16_000;
/** The share of a processor that a jail may take while nothing is asked of it. */
const SHARE = 0.05;

/**
 * Makes sure that a waiting jail takes little processor time: one that takes more than a twentieth of a processor from
 * one check to the next is paused until a dispatch takes it. So it has no more than that and what fits between two
 * checks.
 */
export class IdleWatch {
  readonly #jail: Jail;
  readonly #onUnheld: () => void;
  #timer: NodeJS.Timeout | undefined;
  #wait = FIRST_LOOK;
  #last: { readonly at: number; readonly spent: number } | undefined;
  #isOver = false;
  #paused: Promise<void> | undefined;

  /** @param onUnheld called where it takes too much and cannot be paused */
  constructor(jail: Jail, onUnheld: () => void) {
    this.#jail = jail;
    this.#onUnheld = onUnheld;
    this.#lookLater();
  }

  /** Whether it is, or is about to be, paused. */
  get isPaused(): boolean {
    return this.#paused !== undefined;
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** Ends the watch and resumes the jail. @throws where the engine cannot */
  async wake(): Promise<void> {
    this.stop();
    if (!this.#paused) return;
    await this.#paused;
    await this.#jail.resume?.();
  }

  #lookLater(): void {
    if (!this.#jail.processorTime || !this.#jail.pause) return;
    this.#timer = setTimeout(() => void this.#look(), this.#wait).unref();
  }

  async #look(): Promise<void> {
    // An engine that cannot tell may be able to the next time.
    const spent = await this.#jail.processorTime?.().catch(() => undefined);
    if (this.#isOver) return;
    const at = performance.now();
    const last = this.#last;
    if (spent !== undefined && last && spent - last.spent > SHARE * (at - last.at)) return this.#pause();
    if (spent !== undefined) this.#last = { at, spent };
    // The first check has nothing to compare with.
    if (last) this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
    this.#lookLater();
  }

  async #pause(): Promise<void> {
    this.#paused = this.#jail.pause?.();
    try {
      await this.#paused;
    } catch {
      if (!this.#isOver) this.#onUnheld();
    }
  }
}
