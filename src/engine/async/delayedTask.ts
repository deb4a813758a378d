/**
 * A task that is done a while after it was asked for, so that what is urgent comes first; once for all who ask
 * meanwhile. It does not keep the process alive, and its failure concerns no one.
 */
export class DelayedTask {
  readonly #task: () => Promise<unknown>;
  readonly #delay: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param delay milliseconds */
  constructor(task: () => Promise<unknown>, delay: number) {
    this.#task = task;
    this.#delay = delay;
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => this.#begin(), this.#delay).unref();
  }

  /** Does at once what is scheduled, and waits for what is under way. Never rejects. */
  async settle(): Promise<void> {
    if (this.#timer !== undefined) this.#begin();
    await this.#running;
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const run = async (): Promise<void> => void (await this.#task());
    this.#running = this.#running.then(run).catch(() => undefined);
  }
}
