import { HoosegowError, toError } from '../errors/errors.ts';

/** So many dispatches wait for their turn that no more are taken. */
export class QueueFullError extends HoosegowError {
  override name = 'QueueFullError';
  override readonly code = 'HOOSEGOW_QUEUE_FULL';
  constructor(queueSize: number) {
    super(`the queue is full: ${queueSize} dispatches wait for their turn (option queueSize); try again later`);
  }
}

/** An owner of places: each has a line of its own. */
export type Asker = object;

/**
 * A bounded number of places for many askers. Who waits is served in turns, one of each asker's line after the other,
 * so that nobody waits for all that another one has asked for; within a line it is the order of asking.
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
   * @returns what gives it back, to be called once
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
        // Its next one comes after everybody else's.
        if (this.#lines.delete(asker)) this.#lines.set(asker, line);
        return enter();
      }
    }
    this.#free++;
  }
}
