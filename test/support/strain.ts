import { threadTime } from './threadTime.ts';

/** What a piece of work cost this process. */
export interface Strain {
  /** Bytes by which the resident memory grew, at its peak. */
  readonly growth: number;
  /**
   * Milliseconds, the longest time in which the event loop did not turn because its thread was at work. On a busy
   * machine the loop does not turn either while other processes have the processor: that does not count.
   */
  readonly stall: number;
  /** The same with everything that this process had to wait for. */
  readonly wallStall: number;
}

const TICK_MS = 5;

/** Measures the strain of `work` on this process. */
export async function strainOf<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly strain: Strain }> {
  const before = process.memoryUsage.rss();
  const watch = new Watch(before);
  try {
    const result = await work();
    return { result, strain: { ...watch.peak, growth: watch.peak.rss - before } };
  } finally {
    watch.stop();
  }
}

class Watch {
  readonly peak = { stall: 0, wallStall: 0, rss: 0 };
  readonly #timer: NodeJS.Timeout;
  #wall = performance.now();
  #cpu = threadTime();

  constructor(rss: number) {
    this.peak.rss = rss;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = performance.now();
    const worked = threadTime() - this.#cpu;
    const late = Math.max(0, now - this.#wall - TICK_MS);
    this.peak.wallStall = Math.max(this.peak.wallStall, late);
    this.peak.stall = Math.max(this.peak.stall, Math.min(late, worked));
    this.peak.rss = Math.max(this.peak.rss, process.memoryUsage.rss());
    this.#wall = performance.now();
    this.#cpu = threadTime();
  }
}
