/** Does something with the next frame of the display, once however often it is asked for. */
export class OncePerFrame {
  readonly #act: () => void;
  #isRequested = false;

  constructor(act: () => void) {
    this.#act = act;
  }

  request(): void {
    if (this.#isRequested) return;
    this.#isRequested = true;
    requestAnimationFrame(() => {
      this.#isRequested = false;
      this.#act();
    });
  }
}
