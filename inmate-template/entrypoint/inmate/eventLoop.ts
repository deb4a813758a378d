import { subscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers';

/** Taken before the inmate's code can replace them. */
const later = setImmediate;
const resources = process.getActiveResourcesInfo.bind(process);
const now = performance.now.bind(performance);
const processorTime = process.cpuUsage.bind(process);

/**
 * Milliseconds for what is on its way out: a file or a pipe that was closed takes a turn or two. By the clock and of
 * processor time, for on a busy machine this process may be held up for longer in between.
 */
const PATIENCE_MS = 25;

/** Tells whether anything is still to happen in this process. To be made before the inmate is imported. */
export class EventLoop {
  /** What keeps the event loop alive without the inmate. */
  readonly #baseline = resources().toSorted().join();
  /** Node does not count them among what is active. */
  readonly #workers = new Set<Thread>();

  constructor() {
    subscribe('worker_threads', (message) => {
      const worker =
        typeof message === 'object' && message !== null && 'worker' in message ? message.worker : undefined;
      if (isThread(worker)) this.#workers.add(worker);
    });
  }

  /**
   * Waits for what is on its way out; to be called after a turn.
   *
   * @returns whether nothing is left that keeps the event loop alive. What was told not to (`unref`) does not show
   */
  async comesToRest(): Promise<boolean> {
    const start = now();
    const used = processorTime();
    while (!this.isAtRest()) {
      if (now() - start > PATIENCE_MS && millisecondsSince(used) > PATIENCE_MS) return false;
      await this.turn();
    }
    return true;
  }

  /** Lets everything happen that can happen at once. */
  async turn(): Promise<void> {
    await new Promise<void>((resolve) => void later(resolve));
  }

  isAtRest(): boolean {
    return !this.hasWorkers() && resources().toSorted().join() === this.#baseline;
  }

  hasWorkers(): boolean {
    for (const worker of this.#workers) if (worker.threadId < 0) this.#workers.delete(worker);
    return this.#workers.size > 0;
  }
}

/** A worker of `node:worker_threads`. */
interface Thread {
  /** -1 once it has ended. */
  readonly threadId: number;
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = processorTime(before);
  return (user + system) / 1000;
}

function isThread(value: unknown): value is Thread {
  return typeof value === 'object' && value !== null && 'threadId' in value && typeof value.threadId === 'number';
}
