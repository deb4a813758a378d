import { createHash, randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { machineId } from './machineId.ts';
import { processState } from './processState.ts';

/** The process that a container belongs to. */
export interface Owner {
  /** The set of processes in which its id is unique, see `pidSpace`; 32 hexadecimal digits. */
  readonly space: string;
  readonly pid: number;
  /** When it started, in the system's own format; empty where the system does not say. */
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

/** Parses a label's value; `undefined` for one that is not ours. */
export function parseOwner(label: string): Owner | undefined {
  const [, space, pid, start] = /^([0-9a-f]{32})\/([1-9]\d{0,9})\/(.*)$/s.exec(label) ?? [];
  if (space === undefined || pid === undefined || start === undefined) return undefined;
  return { space, pid: Number(pid), start };
}

/** State of an owner; `unknown` for a process elsewhere, and for one whose id may have been reused. */
export type OwnerState = 'alive' | 'gone' | 'unknown';

/** Checks whether an owner ran here, and whether it still does. */
export async function stateOf(owner: Owner): Promise<OwnerState> {
  if (owner.space !== (await pidSpace())) return 'unknown';
  const { alive, start } = await processState(owner.pid);
  if (!alive) return 'gone';
  // It is this process, even if the system does not show processes.
  if (owner.pid === process.pid && (start === undefined || start === owner.start)) return 'alive';
  if (start === undefined || owner.start === '') return 'unknown';
  // Otherwise the system has reused the id for another process.
  return start === owner.start ? 'alive' : 'gone';
}

let cached: Promise<string> | undefined;

/**
 * Identifies the set of processes in which a process id is unique: this machine, and on Linux its current boot and this
 * pid namespace. So hosts and containers that share a daemon never take each other's processes for dead, except for
 * copies of a running machine, which cannot be told apart.
 */
export function pidSpace(): Promise<string> {
  cached ??= findPidSpace(process.platform, {
    machine: machineId,
    boot: async () => readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    namespace: async () => readlink('/proc/self/ns/pid'),
    host: hostname,
  });
  return cached;
}

/** What distinguishes one set of processes from another. Each may be hidden from this process. */
export interface SpaceSources {
  readonly machine: () => Promise<string>;
  readonly boot: () => Promise<string>;
  readonly namespace: () => Promise<string>;
  readonly host: () => string;
}

/** @returns 32 hexadecimal digits; random, and thus unique ones, where the set is unknown */
export async function findPidSpace(platform: NodeJS.Platform, sources: SpaceSources): Promise<string> {
  const parts = await partsOf(platform, sources).catch(() => undefined);
  if (parts?.every((part) => part.trim() !== '') !== true) return randomBytes(16).toString('hex');
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** A data folder, and with it a machine's id, can be shared by several machines. */
async function partsOf(platform: NodeJS.Platform, { machine, boot, namespace, host }: SpaceSources): Promise<string[]> {
  return platform === 'linux' ? Promise.all([machine(), boot(), namespace()]) : [await machine(), host()];
}
