import { UsageError } from '../../../../errors/errors.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { checkApiName } from './apiNames.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type ListMerge = (base: readonly unknown[], named: readonly unknown[], path: string) => readonly unknown[];

/** Lists whose members are independent: naming one member must not lose the others. */
const LISTS: Readonly<Record<string, ListMerge>> = {
  Env: byKey(variableName),
  'HostConfig.SecurityOpt': byKey(securityOptionName),
  'HostConfig.CapDrop': (base, named) => [...new Set([...base, ...named])],
  'HostConfig.Ulimits': byKey(memberNamed('Name')),
  'HostConfig.Mounts': byKey(memberNamed('Target')),
};

/**
 * Merges a user's container options into the defaults, member by member: objects merge, lists and plain values are
 * replaced, and the lists above merge by what their members are for. The user's options are plain JSON data.
 * Throws a `UsageError` that names the invalid option.
 */
export function mergeOptions(defaults: JsonObject, named: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(named)) checkNames(name, value, '');
  return mergeObjects(defaults, named, '');
}

function mergeObjects(base: JsonObject, named: JsonObject, path: string): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(named)) {
    const below = path === '' ? name : `${path}.${name}`;
    merged.set(name, merged.has(name) ? mergeMember(merged.get(name), value, below) : value);
  }
  return Object.fromEntries(merged);
}

function mergeMember(base: unknown, named: unknown, path: string): unknown {
  if (named === null)
    throw new UsageError(`container option ${path}: null would take a safe default away; leave it out`);
  if (isRecord(base)) {
    if (!isRecord(named)) throw new UsageError(`container option ${path}: an object is expected`);
    return mergeObjects(base, named, path);
  }
  if (Array.isArray(base)) {
    if (!Array.isArray(named)) throw new UsageError(`container option ${path}: a list is expected`);
    return LISTS[path]?.(base, named, path) ?? named;
  }
  return named;
}

/** Checks the name of a member and all names below it. */
function checkNames(name: string, value: unknown, where: string): void {
  checkApiName(name, where);
  for (const item of Array.isArray(value) ? value : [value]) {
    if (isRecord(item)) for (const [inner, below] of Object.entries(item)) checkNames(inner, below, name);
  }
}

function byKey(keyOf: (member: unknown, path: string) => string): ListMerge {
  return (base, named, path) => {
    const merged = new Map(base.map((member) => [keyOf(member, path), member]));
    for (const member of named) merged.set(keyOf(member, path), member);
    return [...merged.values()];
  };
}

function memberNamed(name: string) {
  return (member: unknown, path: string): string => {
    const value = isRecord(member) ? member[name] : undefined;
    if (typeof value !== 'string') throw new UsageError(`container option ${path}: each member needs a ${name}`);
    return value;
  };
}

/** Options of `SecurityOpt` that may be named more than once, each time for something else. */
const MANY_OF_ONE_NAME = ['label', 'mask'];

/** `seccomp=…`, `no-new-privileges:true`, `no-new-privileges`: split as Docker does. */
export function splitSecurityOption(option: string): readonly [name: string, value: string] {
  const at = option.includes('=') ? option.indexOf('=') : option.indexOf(':');
  return at < 0 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)];
}

function securityOptionName(option: unknown, path: string): string {
  if (typeof option !== 'string') throw new UsageError(`container option ${path}: each member is a text`);
  const [name] = splitSecurityOption(option);
  return MANY_OF_ONE_NAME.includes(name) ? option : name;
}

/** The error does not quote the variable: without a name it may be a secret. */
function variableName(variable: unknown, path: string): string {
  if (typeof variable !== 'string') throw new UsageError(`container option ${path}: each member is a text`);
  return variable.split('=', 1)[0] ?? '';
}
