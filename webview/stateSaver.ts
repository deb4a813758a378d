/** Milliseconds between two saves. */
const PAUSE = 250;

/**
 * Saves what changes many times a second at most a few times: the first state at once, and the last one of those that
 * follow a little later, or when the page is hidden, before it may be gone.
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

  /** Saves now what waits to be saved. */
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
