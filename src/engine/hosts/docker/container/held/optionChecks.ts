import { posix } from 'node:path';
import { isRecord } from '../../../../../text/isRecord.ts';
import { isEmpty, unless, type Comparison, type Finding, type OptionCheck } from './finding.ts';
import {
  binds,
  capabilitiesAdded,
  capabilitiesDropped,
  mounts,
  paths,
  securityOptions,
  tmpfsMounts,
  userLimits,
} from './listChecks.ts';

/** How to check options of `HostConfig` for which comparing the reported value is not enough. */
export const HOST_CHECKS: ReadonlyMap<string, OptionCheck> = new Map(
  Object.entries({
    Runtime: (asked, { report: { runtime } }) =>
      unless(posix.basename(String(asked)) === posix.basename(runtime ?? ''), runtime),
    NetworkMode: network,
    IpcMode: (asked, { report: { host }, engine }) => {
      const { IpcMode: is } = host;
      const isCalledSo = is === 'shareable' && engine.callsEveryIpcShareable;
      return unless(isCalledSo || (!isEmpty(is) && isSameNamespace(asked, is)), is);
    },
    PidMode: namespace('PidMode'),
    UTSMode: namespace('UTSMode'),
    // Podman has another name for it, and does not take the value that is asked for.
    CgroupnsMode: (asked, { report: { host } }) => isTold(asked, host['CgroupnsMode'] ?? host['CgroupMode']),
    // These values stand for the default.
    Isolation: unlessByDefault('Isolation', 'default'),
    VolumeDriver: unlessByDefault('VolumeDriver', 'local'),
    // Podman reports each of its kinds as private.
    UsernsMode: (_asked, { report: { host } }) =>
      unless(!isEmpty(host['UsernsMode']) && host['UsernsMode'] !== 'host', host['UsernsMode']),
    CapAdd: capabilitiesAdded,
    CapDrop: capabilitiesDropped,
    SecurityOpt: securityOptions,
    Memory: atMost('Memory'),
    MemorySwap: atMost('MemorySwap'),
    PidsLimit: atMost('PidsLimit'),
    NanoCpus: (asked, { report: { host } }) => noMoreThan(asked, quotaOf(host) ?? host['NanoCpus']),
    CpuQuota: (_asked, { asked, report: { host } }) => noMoreThan(quotaOf(asked), quotaOf(host) ?? host['NanoCpus']),
    // It only says what the quota means.
    CpuPeriod: () => undefined,
    Ulimits: userLimits,
    OomScoreAdj: (asked, { report: { host } }) =>
      unless(Number(host['OomScoreAdj']) >= Number(asked), host['OomScoreAdj']),
    Tmpfs: tmpfsMounts,
    LogConfig: (asked, { report: { host } }) => unless(typeOf(asked) === typeOf(host['LogConfig']), host['LogConfig']),
    Mounts: mounts,
    Binds: binds,
    MaskedPaths: paths('MaskedPaths'),
    ReadonlyPaths: paths('ReadonlyPaths'),
    PortBindings: published('PortBindings'),
    PublishAllPorts: published('PublishAllPorts'),
  } satisfies Record<string, OptionCheck>),
);

/** For all other options. Engines fill in missing members of structures, but report a plain value as it is. */
export function isTold(asked: unknown, is: unknown): Finding {
  if (typeof asked === 'object') return unless(!isEmpty(is), is);
  return unless(asked === is || (asked === false && is === undefined), is);
}

function network(asked: unknown, { report: { host, networks } }: Comparison): Finding {
  const { NetworkMode: is } = host;
  const name = String(asked);
  // The host's network can be named by its id, too.
  if (networks.includes('host')) return { is: 'host' };
  if (is === name) return undefined;
  if (name === 'none' || is === 'host' || isEmpty(is)) return { is };
  // A container is reported by its id, and a network by its kind.
  return unless(networks.includes(name) || !name.startsWith('container:') || String(is).startsWith('container:'), is);
}

function unlessByDefault(name: string, usual: string): OptionCheck {
  return (asked, { report: { host } }) =>
    asked === usual && isEmpty(host[name]) ? undefined : isTold(asked, host[name]);
}

/** Without a network, no port can be reached. */
function published(name: string): OptionCheck {
  return (asked, { asked: { NetworkMode: mode }, report: { host } }) =>
    mode === 'none' ? undefined : isTold(asked, host[name]);
}

function namespace(name: string): OptionCheck {
  return (asked, { report: { host } }) => unless(isSameNamespace(asked, host[name]), host[name]);
}

/** A private one, which may be reported as empty; or that of another container, by its name or its id. */
function isSameNamespace(asked: unknown, is: unknown): boolean {
  const [wanted, found] = [asked, is].map((mode) =>
    isEmpty(mode) ? 'private' : String(mode).replace(/^(container):.*/s, '$1'),
  );
  return wanted === found;
}

function atMost(name: string): OptionCheck {
  return (asked, { report: { host } }) => noMoreThan(asked, host[name]);
}

/** A missing value, 0 and -1 mean no limit. */
function noMoreThan(asked: unknown, is: unknown): Finding {
  if (typeof asked !== 'number' || asked <= 0) return undefined;
  return unless(typeof is === 'number' && is > 0 && is <= asked, is);
}

/** In billionths of a processor; Podman turns them into a quota per period. */
function quotaOf({ CpuQuota: quota, CpuPeriod: period }: Readonly<Record<string, unknown>>): number | undefined {
  if (typeof quota !== 'number' || quota <= 0) return undefined;
  const whole = typeof period === 'number' && period > 0 ? period : 100_000;
  return Math.floor((quota / whole) * 1e9);
}

function typeOf(config: unknown): unknown {
  return isRecord(config) ? config['Type'] : undefined;
}
