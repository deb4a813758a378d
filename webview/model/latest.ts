/**
 * Runs one task at a time and, of those that came meanwhile, only the last: for requests of which only the newest
 * answer is useful, such as the frame under a moving pointer.
 */
export class Latest {
  #running = false;
  #next: (() => Promise<void>) | undefined;

  /** @param task always settles; must report failures itself */
  run(task: () => Promise<void>): void {
    this.#next = task;
    if (!this.#running) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#next) {
      const task = this.#next;
      this.#next = undefined;
      // It fails when the connection is lost, which is reported elsewhere.
      await task().catch(() => undefined);
    }
    this.#running = false;
  }
}
