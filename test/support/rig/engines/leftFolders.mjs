import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { processesOf } from '../leftovers.mjs';
import { removeCgroupsOf } from './cgroups.mjs';

/**
 * Removes the folders beside this one whose guard was killed before it could: nothing runs out of them any more, and
 * the process that made them, which their name tells, has ended.
 */
export function removeLeftovers(folder) {
  const shared = dirname(folder);
  for (const name of readdirSync(shared)) {
    const maker = /^hoosegow-engine-(\d+)-/.exec(name)?.[1];
    if (maker === undefined || isRunning(Number(maker))) continue;
    const left = join(shared, name);
    if (processesOf(left).length > 0) continue;
    removeCgroupsOf(left);
    rmSync(left, { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
