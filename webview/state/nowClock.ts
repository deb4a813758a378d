/** Milliseconds between two ticks for users who prefer reduced motion. */
const CALM_STEP = 1000;
const EARLY = 20;
/** Milliseconds between two ticks for all others: smooth enough, at a third of what each frame of the display would cost. */
const STEP = 50;
/** Milliseconds of a dispatch in which nothing moves: most are over by then, and what is drawn takes the processor from them. */
const STILL = 1000;

/**
 * The time that passes while a dispatch runs, although no frame comes. It ticks only while there is something to
 * see; once a second for users who prefer reduced motion.
 */
export class NowClock {
  readonly #tick: () => void;
  /** Time of the dispatch when the host told it, and the page's own time then. */
  #told: { readonly now: number; readonly at: number } | undefined;
  #isTicking = false;
  /** The time that is shown to users who prefer reduced motion. */
  #calm: number | undefined;

  constructor(tick: () => void) {
    this.#tick = tick;
    document.addEventListener('visibilitychange', () => this.#next());
  }

  /** @param now `null` when the dispatch no longer runs */
  set(now: number | null): void {
    const before = this.now;
    // Never back: messages take their time.
    this.#told = now === null ? undefined : { now: Math.max(now, before ?? now), at: performance.now() };
    this.#next();
  }

  get now(): number | null {
    if (!this.#told) return null;
    const now = this.#told.now + performance.now() - this.#told.at;
    if (!isCalm()) return now;
    // Whatever else is drawn anew: a timer may be early by a moment.
    if (this.#calm === undefined || now - this.#calm >= CALM_STEP - EARLY) this.#calm = now;
    return this.#calm;
  }

  #next(): void {
    if (this.#isTicking || !this.#told || document.visibilityState !== 'visible') return;
    this.#isTicking = true;
    const run = (): void => {
      this.#isTicking = false;
      if (!this.#told) return;
      this.#tick();
      this.#next();
    };
    if (isCalm()) setTimeout(run, CALM_STEP);
    else setTimeout(() => requestAnimationFrame(run), Math.max(STEP, STILL - this.#told.now));
  }
}

function isCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
