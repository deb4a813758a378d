import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether processes of the inmate's run that are not its own one. In a container everything that runs there counts;
 * where this process leads a group of its own, what is in the group.
 *
 * @param own process ids that are known
 * @throws Error where there is no `/proc`
 */
export function hasStrangers(own: ReadonlySet<number>): boolean {
  const group = process.env['HOOSEGOW_OWN_GROUP'] === '1' ? stateOf('self')?.group : undefined;
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name) || own.has(Number(name))) return false;
    const found = stateOf(name);
    return found !== undefined && (group === undefined || found.group === group);
  });
}

/** @returns `undefined` for a process that has ended, be it that nobody has asked for its status yet */
function stateOf(pid: string): { readonly group: string | undefined } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { group };
  } catch {
    return undefined;
  }
}
