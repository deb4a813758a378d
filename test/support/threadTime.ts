import { readFileSync } from 'node:fs';

/**
 * Milliseconds that the main thread of this process has had a processor. While others have it, on a busy machine, this
 * does not go on: it measures work, and not the machine. Elsewhere than on Linux: what all threads have had.
 */
export function threadTime(): number {
  if (process.platform !== 'linux') {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
  // Its first field, in nanoseconds: https://docs.kernel.org/scheduler/sched-stats.html
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

/** Milliseconds of work that something takes. */
export async function workOf(something: () => unknown): Promise<number> {
  const before = threadTime();
  await something();
  return threadTime() - before;
}
