/** Does one task for each key at a time: a newer one cancels the one under way. */
export class NewestWins {
  readonly #underWay = new Map<string, AbortController>();
  readonly #reason: () => unknown;

  /** @param reason what the one before is cancelled with */
  constructor(reason: () => unknown) {
    this.#reason = reason;
  }

  /** @returns what the task gives; it may go on for a while after it was cancelled */
  async run<T>(key: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.cancel(key);
    const controller = new AbortController();
    this.#underWay.set(key, controller);
    try {
      return await task(controller.signal);
    } finally {
      if (this.#underWay.get(key) === controller) this.#underWay.delete(key);
    }
  }

  cancel(key: string): void {
    this.#underWay.get(key)?.abort(this.#reason());
    this.#underWay.delete(key);
  }

  cancelAll(): void {
    for (const key of this.#underWay.keys()) this.cancel(key);
  }
}
