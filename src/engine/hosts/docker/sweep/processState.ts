import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../../../wire/thrown.ts';

/** What is known of a process of this machine. */
export interface ProcessState {
  readonly alive: boolean;
  /** When it started, in the system's own format; `undefined` where the system does not say. */
  readonly start: string | undefined;
}

const DEAD: ProcessState = { alive: false, start: undefined };

/** Checks a process. In doubt it counts as alive. */
export async function processState(pid: number): Promise<ProcessState> {
  // The kernel is asked first: other users' processes may be hidden from `/proc` and `ps`.
  if (!exists(pid)) return DEAD;
  if (process.platform === 'linux') return linuxState(pid);
  if (process.platform === 'win32') return { alive: true, start: undefined };
  return { alive: true, start: await psStart(pid) };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

async function linuxState(pid: number): Promise<ProcessState> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the command's name in parentheses, and may itself hold any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return DEAD;
  // Field 22: clock ticks from the start of the system.
  return { alive: true, start: fields[19] };
}

async function psStart(pid: number): Promise<string | undefined> {
  try {
    // In a fixed time zone and language: both may change while the process runs.
    const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
