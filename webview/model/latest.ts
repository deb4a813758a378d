/**
 * Runs one task at a time and, of those that came meanwhile, only the last: for questions of which only the newest
 * answer is of use, such as what lies under a pointer that moves.
 */
export class Latest {
  #running = false;
  #next: (() => Promise<void>) | undefined;

  /** @param task settles always; a failure is its own to report */
  run(task: () => Promise<void>): void {
    this.#next = task;
    if (!this.#running) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#next) {
      const task = this.#next;
      this.#next = undefined;
      // The one that asked has gone when this fails: the connection is lost, and says so itself.
      await task().catch(() => undefined);
    }
    this.#running = false;
  }
}
