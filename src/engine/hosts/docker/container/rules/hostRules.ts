import { isRecord } from '../../../../../text/isRecord.ts';
import { bindRule, isNamed, mountRule, targetRule, type Rule } from './mountRules.ts';
import { capabilityRule, securityRule } from './securityRules.ts';

const NAMESPACE = 'a namespace of the host is not a jail, nor is one of another container';
const DEVICE = 'it would hand the inmate a device of the machine';

/** A network by its name; not `host`, nor the namespace of a process or of another container. */
export const networkRule: Rule = (name) => {
  if (name === undefined || name === null) return undefined;
  const isName = typeof name === 'string' && /^[A-Za-z0-9][\w.-]*$/.test(name);
  return isName && name.toLowerCase() !== 'host' ? undefined : NAMESPACE;
};

/**
 * Values of `HostConfig` that are always refused, each with the reason. All other options, and all other values of
 * these, are allowed: SECURITY.md lists both.
 */
export const HOST_RULES: Readonly<Record<string, Rule>> = {
  NetworkMode: networkRule,
  IpcMode: only(/^(none|private|shareable)$/, NAMESPACE),
  PidMode: only(/^(private)?$/, NAMESPACE),
  UTSMode: only(/^(private)?$/, NAMESPACE),
  CgroupnsMode: only(/^(private)?$/, NAMESPACE),
  // Each of Podman's values makes a namespace of its own.
  UsernsMode: only(/^(|private|nomap|(auto|keep-id)(:[\w=,:]*)?)$/, NAMESPACE),
  Cgroup: never('the inmate would be in the cgroup of another container'),
  CapAdd: capabilityRule,
  SecurityOpt: securityRule,
  // An empty list takes their place, too.
  MaskedPaths: (value) => unlessMissing(value, 'it would take the place of the paths that the engine hides'),
  ReadonlyPaths: (value) =>
    unlessMissing(value, 'it would take the place of the paths that the engine keeps read-only'),
  Devices: never(DEVICE),
  DeviceRequests: never(DEVICE),
  DeviceCgroupRules: never(DEVICE),
  Binds: bindRule,
  Mounts: mountRule,
  Tmpfs: targetRule,
  VolumeDriver: only(/^(local)?$/, 'what a driver makes of a volume can be anything: make it first, and name it'),
  LogConfig: logRule,
  VolumesFrom: never('what another container has cannot be told from here: name the volumes'),
  Links: never('it would show the inmate the variables of another container'),
  // Podman removes the file that an annotation names, and runtimes obey annotations.
  Annotations: never('runtimes take orders by them that cannot be told from here'),
  ContainerIDFile: never('the engine would write and remove that file on its machine'),
  OomKillDisable: (value) =>
    value === undefined || value === null || value === false
      ? undefined
      : 'an inmate over its memory would hang and not end',
  OomScoreAdj: (value) =>
    value === undefined || (typeof value === 'number' && value >= 0)
      ? undefined
      : 'programs of the machine would have to go before the inmate does',
};

/** Podman appends what an inmate prints, as root, to a file that a log option names. It splits at the first `=`. */
function logRule(log: unknown): string | undefined {
  const options = isRecord(log) && isRecord(log['Config']) ? Object.keys(log['Config']) : [];
  const isFile = options.some((name) => name.includes('=') || name.trim().toLowerCase() === 'path');
  return isFile ? 'what the inmate prints would be written to a file of the machine' : undefined;
}

function only(values: RegExp, why: string): Rule {
  return (value) =>
    value === undefined || value === null || (typeof value === 'string' && values.test(value)) ? undefined : why;
}

function never(why: string): Rule {
  return (value) => (isNamed(value) ? why : undefined);
}

function unlessMissing(value: unknown, why: string): string | undefined {
  return value === undefined || value === null ? undefined : why;
}
