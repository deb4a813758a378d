import { readFileSync, readdirSync } from 'node:fs';

/** What still runs out of a folder: every process whose command line names it, and their children. */
export function processesOf(folder) {
  const processes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((entry) => {
      try {
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
        const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1];
        return [{ pid: Number(entry), parent: Number(parent), isOurs: command.includes(`${folder}/`) }];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
  const ours = new Set(processes.filter(({ isOurs }) => isOurs).map(({ pid }) => pid));
  return processes.filter(({ pid, parent }) => ours.has(pid) || ours.has(parent)).map(({ pid }) => pid);
}

/** A negative number stands for a group of processes. One that has ended is not an error. */
export function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
