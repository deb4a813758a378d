import { isRecord } from '../../../../../text/isRecord.ts';
import { listOf, plainCapability, plainPath } from './containerReport.ts';
import { isEmpty, unless, type Comparison, type Finding } from './finding.ts';
import { splitSecurityOption } from '../rules/mergeOptions.ts';

/** Checks of options that are lists: each item that was asked for must be there. */

export function capabilitiesAdded(asked: unknown, { report }: Comparison): Finding {
  const added = report.capabilities ?? listOf(report.host['CapAdd']).map(plainCapability);
  const isAdded = (name: unknown): boolean => added.includes(plainCapability(name));
  return unless(listOf(asked).every(isAdded), added);
}

export function capabilitiesDropped(asked: unknown, { asked: { CapAdd: wanted }, report }: Comparison): Finding {
  const dropped = listOf(asked).map(plainCapability);
  const added = listOf(wanted).map(plainCapability);
  const mayBe = (name: string): boolean => added.includes(name) || !(dropped.includes('ALL') || dropped.includes(name));
  // For `ALL`, Podman reports each of its defaults as dropped, and no capability as left.
  if (report.capabilities) return unless(report.capabilities.every(mayBe), report.capabilities);
  const isDropped = listOf(report.host['CapDrop']).map(plainCapability);
  const isAdded = listOf(report.host['CapAdd']).map(plainCapability);
  const holds = isDropped.includes('ALL') || dropped.every((name) => isDropped.includes(name));
  return unless(holds && isAdded.every(mayBe), report.host['CapDrop']);
}

export function securityOptions(asked: unknown, { report, engine }: Comparison): Finding {
  const is = new Set(listOf(report.host['SecurityOpt']).map(plainSecurityOption));
  const holds = (option: string): boolean =>
    is.has(option) ||
    option === 'no-new-privileges=false' ||
    option === `apparmor=${report.appArmorProfile}` ||
    engine.heldUntoldSecurity.includes(splitSecurityOption(option)[0]);
  return unless(listOf(asked).map(plainSecurityOption).every(holds), report.host['SecurityOpt']);
}

function plainSecurityOption(option: unknown): string {
  const [name, value] = splitSecurityOption(String(option));
  return `${name}=${value === '' ? 'true' : value}`;
}

export function userLimits(asked: unknown, { report: { host } }: Comparison): Finding {
  const is = new Map(
    listOf(host['Ulimits'])
      .filter(isRecord)
      .map((limit) => [plainLimit(limit['Name']), limit]),
  );
  const holds = listOf(asked)
    .filter(isRecord)
    .every((limit) => {
      const found = is.get(plainLimit(limit['Name']));
      return found && ['Soft', 'Hard'].every((bound) => endless(found[bound]) <= endless(limit[bound]));
    });
  return unless(holds, host['Ulimits']);
}

/** `nofile`, and `RLIMIT_NOFILE` as Podman writes it. */
function plainLimit(name: unknown): string {
  return String(name)
    .toLowerCase()
    .replace(/^rlimit_/, '');
}

function endless(bound: unknown): number {
  return typeof bound === 'number' && bound >= 0 ? bound : Infinity;
}

export function tmpfsMounts(asked: unknown, { report: { host } }: Comparison): Finding {
  const is = tmpfsByPath(host);
  const holds = Object.entries(isRecord(asked) ? asked : {}).every(([path, options]) => {
    const found = is.get(plainPath(path));
    return found && [...tmpfsOptions(options)].every((option) => found.has(option));
  });
  return unless(holds, host['Tmpfs']);
}

function tmpfsByPath({ Tmpfs: tmpfs }: Readonly<Record<string, unknown>>): ReadonlyMap<string, ReadonlySet<string>> {
  const all = Object.entries(isRecord(tmpfs) ? tmpfs : {});
  return new Map(all.map(([path, options]) => [plainPath(path), tmpfsOptions(options)]));
}

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Options that restrict nothing need not be reported. */
const OPEN = new Set(['', 'rw', 'exec', 'suid', 'dev', 'defaults', 'notmpcopyup']);

/** The options of a tmpfs, sizes in bytes: engines report them in another order, and further ones with them. */
function tmpfsOptions(options: unknown): ReadonlySet<string> {
  const parts = String(options)
    .split(',')
    .filter((part) => !OPEN.has(part));
  return new Set(
    parts.map((part) => {
      const [, digits, unit = ''] = /^size=(\d+)([kmg]?)$/i.exec(part) ?? [];
      return digits === undefined ? part : `size=${Number(digits) * (UNITS[unit.toLowerCase()] ?? 1)}`;
    }),
  );
}

export function mounts(asked: unknown, { report }: Comparison): Finding {
  const tmpfs = tmpfsByPath(report.host);
  const holds = (mount: Readonly<Record<string, unknown>>): boolean => {
    const { Type: type, Target: target, ReadOnly: readOnly } = mount;
    const options = type === 'tmpfs' ? tmpfs.get(plainPath(String(target))) : undefined;
    if (options) return (readOnly !== true || options.has('ro')) && isAsSmall(mount, options);
    return isMounted(report, target, readOnly === true) && isAsNarrow(mount, report);
  };
  return unless(listOf(asked).filter(isRecord).every(holds), listOf(report.host['Mounts'] ?? report.mounts));
}

function isAsSmall({ TmpfsOptions: named }: Readonly<Record<string, unknown>>, options: ReadonlySet<string>): boolean {
  const size = isRecord(named) ? named['SizeBytes'] : undefined;
  return isEmpty(size) || options.has(`size=${String(size)}`);
}

/** Options that show less of a mount's source, or make less of it writable: engines without them drop them silently. */
const NARROWING: readonly (readonly [structure: string, member: string])[] = [
  ['BindOptions', 'NonRecursive'],
  ['BindOptions', 'ReadOnlyForceRecursive'],
  ['VolumeOptions', 'Subpath'],
  ['ImageOptions', 'Subpath'],
  ['TmpfsOptions', 'SizeBytes'],
];

function isAsNarrow(asked: Readonly<Record<string, unknown>>, { host, mounts: found }: Comparison['report']): boolean {
  const path = plainPath(String(asked['Target']));
  const wanted = NARROWING.map(
    ([structure, member]) => [structure, member, memberOf(asked, structure, member)] as const,
  );
  return wanted.every(([structure, member, value]) => {
    if (isEmpty(value) || value === false) return true;
    // Docker reports a mount as requested, apart from what has become of it.
    const told = listOf(host['Mounts']).find((mount) => isRecord(mount) && plainPath(String(mount['Target'])) === path);
    if (told) return memberOf(told, structure, member) === value;
    return found.some(({ target, subpath, options }) => {
      if (plainPath(target) !== path) return false;
      return member === 'NonRecursive' ? options.includes('bind') : plainPath(subpath) === plainPath(String(value));
    });
  });
}

function memberOf(mount: unknown, structure: string, member: string): unknown {
  const inner = isRecord(mount) ? mount[structure] : undefined;
  return isRecord(inner) ? inner[member] : undefined;
}

/** `SOURCE:TARGET:OPTIONS` */
export function binds(asked: unknown, { report }: Comparison): Finding {
  const holds = listOf(asked).every((bind) => {
    const [, target, options = ''] = /^(?:[A-Za-z]:[\\/])?[^:]*:([^:]*)(?::(.*))?$/s.exec(String(bind)) ?? [];
    return target === undefined || isMounted(report, target, options.split(',').includes('ro'));
  });
  return unless(holds, report.mounts);
}

/** The source is not compared: an engine in a virtual machine has paths of its own. */
function isMounted({ mounts: found }: Comparison['report'], target: unknown, readOnly: boolean): boolean {
  const path = plainPath(String(target));
  return found.some((mount) => plainPath(mount.target) === path && !(readOnly && mount.writable));
}

export function paths(name: string) {
  return (asked: unknown, { report: { host } }: Comparison): Finding => {
    const is = new Set(listOf(host[name]));
    return unless(
      listOf(asked).every((path) => is.has(path)),
      host[name],
    );
  };
}
