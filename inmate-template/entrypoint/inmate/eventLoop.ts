import { subscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers';

/** Taken before the inmate's code can replace them. */
const later = setImmediate;
const resources = process.getActiveResourcesInfo.bind(process);
const now = performance.now.bind(performance);
const processorTime = process.cpuUsage.bind(process);

/**
 * Milliseconds for what is closing: a closed file or pipe takes a turn or two. They must pass both by the clock and in
 * processor time: on a busy machine this process may be held up for longer.
 */
const PATIENCE_MS = 25;

/** Tells whether anything is pending in this process. Create it before the inmate is imported. */
export class EventLoop {
  /** What keeps the event loop alive without the inmate. */
  readonly #baseline = resources().toSorted().join();
  /** Node does not list them among the active resources. */
  readonly #workers = new Set<Thread>();

  constructor() {
    subscribe('worker_threads', (message) => {
      const worker =
        typeof message === 'object' && message !== null && 'worker' in message ? message.worker : undefined;
      if (isThread(worker)) this.#workers.add(worker);
    });
  }

  /**
   * Waits for what is closing; call it after a turn.
   *
   * @returns whether nothing is left that keeps the event loop alive; what was unreferenced (`unref`) does not count
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

  /** Lets everything run that is ready to run. */
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
