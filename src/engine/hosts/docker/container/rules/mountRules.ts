import { posix } from 'node:path';
import { isRecord } from '../../../../../text/isRecord.ts';
import { whyNeverMounted } from './hostPaths.ts';

/** Returns why a value of an option is refused. */
export type Rule = (value: unknown, daemonSocket: string | undefined) => string | undefined;

/** Mount types that depend on nothing but what the mount itself names. */
const TYPES: readonly unknown[] = ['bind', 'volume', 'tmpfs', 'image'];
const VOLUME_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** `SOURCE:TARGET:OPTIONS`, or a target alone. */
export const bindRule: Rule = (binds, daemonSocket) =>
  eachOf(binds, (bind) => {
    if (typeof bind !== 'string') return 'each member is a text';
    const [, source, target = '', options = ''] = /^([A-Za-z]:[\\/][^:]*|[^:]*):([^:]*):?(.*)/s.exec(bind) ?? [];
    // To an engine on Linux, a leading drive letter is the name of a volume, and its path the target.
    const [, onLinux] = /^[^:]*:([^:]*)/s.exec(bind) ?? [];
    const why = whyTarget(source === undefined ? bind : target) ?? whyTarget(onLinux) ?? whyBindOptions(options);
    if (why !== undefined) return why;
    if (source === undefined || VOLUME_NAME.test(source)) return undefined;
    // Podman resolves any other path from the folder that its service runs in.
    if (!/^([A-Za-z]:)?[\\/]/.test(source)) {
      return `${JSON.stringify(source)} is neither an absolute path nor the name of a volume`;
    }
    return whySource(source, daemonSocket);
  });

export const mountRule: Rule = (mounts, daemonSocket) =>
  eachOf(mounts, (mount) => {
    if (!isRecord(mount)) return 'each member is an object';
    const { Type: type, Source: source, Target: target, VolumeOptions: options } = mount;
    const why = whyTarget(target);
    if (why !== undefined) return why;
    if (!TYPES.includes(type)) return `a mount is of one of the types ${TYPES.join(', ')}`;
    // A volume of the local driver can in truth be a mount of anything, over a network too.
    if (isRecord(options) && isNamed(options['DriverConfig'])) {
      return 'with options of its own a volume can be anything: make it first, and name it';
    }
    if (typeof source !== 'string' || type === 'image') return undefined;
    if (type === 'bind') return whySource(source, daemonSocket);
    // An engine may still read what looks like a path as one.
    return source === '' || VOLUME_NAME.test(source)
      ? undefined
      : `${JSON.stringify(source)} is not a name of a volume`;
  });

/** The same for options keyed by paths in the container, such as `Tmpfs` and `Volumes`. */
export const targetRule: Rule = (named) =>
  isRecord(named)
    ? eachOf(Object.keys(named), (target) => whyTarget(target) ?? whyNotAlone(target))
    : isNamed(named)
      ? 'an object is expected'
      : undefined;

/** Podman reads it like `Binds`: text before a colon would be a path of the machine. */
function whyNotAlone(target: unknown): string | undefined {
  return String(target).includes(':')
    ? `${JSON.stringify(target)} is not a path in the container: it has a colon`
    : undefined;
}

/** Podman's overlays (`upperdir=`, `workdir=`) name further folders of the machine. */
function whyBindOptions(options: string): string | undefined {
  const named = options.split(',').find((option) => option.includes('=') && !option.startsWith('idmap='));
  return named && `the option ${JSON.stringify(named)} may name another folder of the machine`;
}

/** The runtime writes to and masks what is mounted there, and does not expect anything else. */
function whyTarget(target: unknown): string | undefined {
  if (typeof target !== 'string' || !/^\/+((proc|sys)(\/|$)|dev\/*$)/.test(posix.normalize(target))) return undefined;
  return `${JSON.stringify(target)} in the container is where its runtime closes what it must not see`;
}

function whySource(source: string, daemonSocket: string | undefined): string | undefined {
  const why = whyNeverMounted(source, daemonSocket);
  return why && `${JSON.stringify(source)} ${why}`;
}

/** Whether it is set and not empty. */
export function isNamed(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isRecord(value) || Object.keys(value).length > 0;
}

/** Applies a rule to each member of a list. Another value is refused: an engine may still read it as a list. */
export function eachOf(list: unknown, rule: (member: unknown) => string | undefined): string | undefined {
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) return 'a list is expected';
  for (const member of list) {
    const why = rule(member);
    if (why !== undefined) return why;
  }
  return undefined;
}
