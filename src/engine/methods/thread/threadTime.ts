import { readFileSync, readlinkSync } from 'node:fs';

/** Milliseconds of one of the ticks in which Linux counts processor time, on every machine it runs on. */
const TICK = 10;
/** Places of user and system time behind the name of the thread in its `stat`: see proc_pid_stat(5). */
const USER = 11;
const SYSTEM = 12;

/** @returns the system's id of the calling thread; `undefined` where the system does not tell */
export function threadId(): string | undefined {
  try {
    return readlinkSync('/proc/thread-self').split('/').at(-1);
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds of processor time that a thread of this process has taken so far. Where the system does not tell, those of
 * the whole process, which are at least as many.
 */
export function threadTime(id: string | undefined): number {
  try {
    if (id === undefined) return processTime();
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK;
  } catch {
    return processTime();
  }
}

function processTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
