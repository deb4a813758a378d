import { isRecord } from '../../../../../text/isRecord.ts';
import type { Shortfall } from './shortfalls.ts';

/** The member of a daemon's `/info` that says whether it can enforce a limit at all. */
const HELD_BY: Readonly<Record<string, string>> = {
  Memory: 'MemoryLimit',
  PidsLimit: 'PidsLimit',
  NanoCpus: 'CpuCfsQuota',
  CpuQuota: 'CpuCfsQuota',
};

/**
 * Limits that a daemon accepts and reports, but does not enforce, such as a rootless Docker whose user has no cgroups.
 * Only its `/info` says so; where that says nothing, nothing is refused.
 *
 * @param body of the create request
 */
export function unheldLimits(body: Readonly<Record<string, unknown>>, info: unknown): Shortfall[] {
  const host = body['HostConfig'];
  if (!isRecord(host) || !isRecord(info)) return [];
  return Object.entries(HELD_BY)
    .filter(([name, member]) => Number(host[name] ?? 0) > 0 && info[member] === false)
    .map(([name]) => ({ option: `HostConfig.${name}`, asked: host[name], is: 'not held at all' }));
}
