/** Parts that the type of one parameter, and those of all parameters of a file, may have: a few lines can stand for millions. */
const MAX_PARAMETER = 600;
const MAX_FILE = 60_000;

/** What may still be read. */
export class TypeBudget {
  #file = MAX_FILE;
  #parameter = MAX_PARAMETER;

  /** Another parameter begins. */
  begin(): void {
    this.#parameter = MAX_PARAMETER;
  }

  /** @returns whether there is room for one more part */
  take(): boolean {
    this.#file--;
    this.#parameter--;
    return this.#file >= 0 && this.#parameter >= 0;
  }
}
