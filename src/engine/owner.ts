import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { machineId } from './machineId.ts';
import { processState } from './processState.ts';

/** The process that a container belongs to. */
export interface Owner {
  /** Where its process id has a meaning, see `pidSpace`; 32 hexadecimal digits. */
  readonly space: string;
  readonly pid: number;
  /** When it started, in the system's own terms; empty where the system does not say. */
  readonly start: string;
}

/** This process as an owner. */
export async function currentOwner(): Promise<Owner> {
  const [space, { start }] = await Promise.all([pidSpace(), processState(process.pid)]);
  return { space, pid: process.pid, start: start ?? '' };
}

/** An owner as the value of a label. */
export function formatOwner({ space, pid, start }: Owner): string {
  return `${space}/${pid}/${start}`;
}

/** Reads a label's value; `undefined` for one that is not ours. */
export function parseOwner(label: string): Owner | undefined {
  const [, space, pid, start] = /^([0-9a-f]{32})\/([1-9]\d{0,9})\/(.*)$/s.exec(label) ?? [];
  if (space === undefined || pid === undefined || start === undefined) return undefined;
  return { space, pid: Number(pid), start };
}

/** Whether it is certain that an owner is gone: it was here, and its process has ended. In doubt it is not. */
export async function isGone(owner: Owner): Promise<boolean> {
  if (owner.space !== (await pidSpace())) return false;
  const { alive, start } = await processState(owner.pid);
  if (!alive) return true;
  // The system has given the id to another process since.
  return start !== undefined && owner.start !== '' && start !== owner.start;
}

let cached: Promise<string> | undefined;

/**
 * Names the set of processes among which a process id is unique: this machine, and on Linux since its last start and
 * within this pid namespace. Hosts and containers that share a daemon so never take each other's processes for dead.
 */
export function pidSpace(): Promise<string> {
  cached ??= findPidSpace();
  return cached;
}

async function findPidSpace(): Promise<string> {
  const parts = [await machineId()];
  if (process.platform === 'linux') {
    parts.push(await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''));
    parts.push(await readlink('/proc/self/ns/pid').catch(() => ''));
  } else {
    // A data folder can be shared by several machines.
    parts.push(hostname());
  }
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
