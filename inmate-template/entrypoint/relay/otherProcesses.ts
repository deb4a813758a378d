import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether the inmate's run has, or may have, processes that are neither the inmate's own nor the entrypoint's. In a
 * container everything that runs there counts; where this process leads a group of its own, what is in the group.
 *
 * @param own process ids of the relay and the inmate
 * @param shell the one that has started both
 */
export function hasOtherProcesses(own: readonly number[], shell: number): boolean {
  try {
    return findStranger(own, shell);
  } catch {
    // Without `/proc` it cannot be known.
    return true;
  }
}

function findStranger(own: readonly number[], shell: number): boolean {
  const known = new Set([1, shell, ...own].map(String));
  const group = process.env['HOOSEGOW_OWN_GROUP'] === '1' ? stateOf('self')?.group : undefined;
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name) || known.has(name)) return false;
    const found = stateOf(name);
    if (!found || (group !== undefined && found.group !== group)) return false;
    // The shell starts others meanwhile. As the first process it is also the parent of orphans.
    return shell === 1 || found.parent !== String(shell);
  });
}

interface ProcessState {
  readonly parent: string | undefined;
  readonly group: string | undefined;
}

/** @returns `undefined` for a process that has ended, a zombie included */
function stateOf(pid: string): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { parent, group };
  } catch {
    return undefined;
  }
}
