/** Milliseconds between two saves. */
const PAUSE = 250;

/**
 * Limits how often a fast changing state is saved: the first state at once, then the last one after each pause, or when
 * the page is hidden, because it may not come back.
 */
export class StateSaver<State> {
  readonly #save: (state: State) => void;
  #waiting: { readonly state: State } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(save: (state: State) => void) {
    this.#save = save;
  }

  save(state: State): void {
    this.#waiting = { state };
    if (this.#timer === undefined) this.#pass();
  }

  /** Saves the pending state now. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.#save(waiting.state);
  }

  #pass(): void {
    this.#timer = undefined;
    if (!this.#waiting) return;
    this.flush();
    this.#timer = setTimeout(() => this.#pass(), PAUSE);
  }
}
