import { HoosegowError, toError } from '../errors/errors.ts';

/** Too many dispatches wait for their turn: no more are accepted. */
export class QueueFullError extends HoosegowError {
  override name = 'QueueFullError';
  override readonly code = 'HOOSEGOW_QUEUE_FULL';
  constructor(queueSize: number) {
    super(`the queue is full: ${queueSize} dispatches wait for their turn (option queueSize); try again later`);
  }
}

/** An owner of places: each has its own line. */
export type Asker = object;

/**
 * A bounded number of places for many askers. Those that wait are served in turns, one of each asker's line after the
 * other, so that none waits for all requests of another asker; within a line it is the order of asking.
 */
export class FairQueue {
  readonly #queueSize: number;
  #free: number;
  readonly #running = new Map<Asker, number>();
  #queued = 0;
  /** In the order of their turns. */
  readonly #lines = new Map<Asker, Set<() => void>>();

  /** @param queueSize how many may wait, all askers together */
  constructor(places: number, queueSize: number) {
    this.#free = places;
    this.#queueSize = queueSize;
  }

  get queued(): number {
    return this.#queued;
  }

  get running(): number {
    return [...this.#running.values()].reduce((sum, running) => sum + running, 0);
  }

  /** How many places one asker has. */
  runningOf(asker: Asker): number {
    return this.#running.get(asker) ?? 0;
  }

  /** How many of one asker wait. */
  queuedOf(asker: Asker): number {
    return this.#lines.get(asker)?.size ?? 0;
  }

  /**
   * Waits for a place.
   *
   * @returns a function that gives the place back, to be called once
   * @throws {QueueFullError} at once; or the signal's reason, when it is aborted first
   */
  async take(asker: Asker, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else if (this.#queued >= this.#queueSize) throw new QueueFullError(this.#queueSize);
    else await this.#wait(asker, signal);
    this.#running.set(asker, this.runningOf(asker) + 1);
    return () => this.#giveBack(asker);
  }

  #wait(asker: Asker, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(asker) ?? new Set();
      this.#lines.set(asker, line);
      const leave = (): void => {
        this.#leave(asker, line, enter);
        reject(toError(signal.reason));
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      line.add(enter);
      this.#queued++;
    });
  }

  #leave(asker: Asker, line: Set<() => void>, enter: () => void): void {
    line.delete(enter);
    this.#queued--;
    if (line.size === 0) this.#lines.delete(asker);
  }

  #giveBack(asker: Asker): void {
    const left = this.runningOf(asker) - 1;
    if (left > 0) this.#running.set(asker, left);
    else this.#running.delete(asker);
    this.#serve();
  }

  #serve(): void {
    for (const [asker, line] of this.#lines) {
      for (const enter of line) {
        this.#leave(asker, line, enter);
        // Its next one comes after those of all others.
        if (this.#lines.delete(asker)) this.#lines.set(asker, line);
        return enter();
      }
    }
    this.#free++;
  }
}
