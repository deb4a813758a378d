import { isRecord } from '../../../../../text/isRecord.ts';
import type { Shortfall } from './shortfalls.ts';

/** The member of a daemon's `/info` that says whether it can hold a limit at all. */
const HELD_BY: Readonly<Record<string, string>> = {
  Memory: 'MemoryLimit',
  PidsLimit: 'PidsLimit',
  NanoCpus: 'CpuCfsQuota',
  CpuQuota: 'CpuCfsQuota',
};

/**
 * Limits that a daemon takes, tells of the container and does not hold: so does a Docker without root, where its user
 * has no cgroups. Its `/info` alone says so; what it does not say there is no reason to refuse.
 *
 * @param body of the creation
 */
export function unheldLimits(body: Readonly<Record<string, unknown>>, info: unknown): Shortfall[] {
  const host = body['HostConfig'];
  if (!isRecord(host) || !isRecord(info)) return [];
  return Object.entries(HELD_BY)
    .filter(([name, member]) => Number(host[name] ?? 0) > 0 && info[member] === false)
    .map(([name]) => ({ option: `HostConfig.${name}`, asked: host[name], is: 'not held at all' }));
}
