/** Milliseconds of rest after the second failure; each further one doubles it. */
const FIRST_REST = 1000;
const LONGEST_REST = 60_000;

/** Delays retries of what fails again and again: an image that is gone, an inmate that exits. */
export class Backoff {
  #count = 0;
  #restUntil = 0;

  get resting(): boolean {
    return Date.now() < this.#restUntil;
  }

  /** Counts a failure. The first one may be chance. */
  add(): void {
    this.#count++;
    if (this.#count > 1) this.#restUntil = Date.now() + Math.min(LONGEST_REST, FIRST_REST * 2 ** (this.#count - 2));
  }

  clear(): void {
    this.#count = 0;
    this.#restUntil = 0;
  }
}
