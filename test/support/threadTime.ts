import { readFileSync } from 'node:fs';

/**
 * Milliseconds that the main thread of this process has had a processor. It does not count while other processes have
 * it, on a busy machine: it measures work, not the machine. Elsewhere than on Linux: the time of all threads.
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

/** Milliseconds of work that a function takes. */
export async function workOf(something: () => unknown): Promise<number> {
  const before = threadTime();
  await something();
  return threadTime() - before;
}
