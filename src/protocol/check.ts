/** Whether untrusted data has the form of `T`. It examines all of the data that it accepts. */
export type Check<T> = (data: unknown) => data is T;

type MemberChecks<T> = { readonly [K in keyof T]-?: Check<T[K]> };

/** An object with these members and no others. */
export function objectOf<T extends object>(members: MemberChecks<T>): Check<T> {
  const checks = new Map(Object.entries<(data: unknown) => boolean>(members));
  return (data): data is T => {
    const entries = plainEntries(data);
    return entries?.length === checks.size && entries.every(([name, value]) => checks.get(name)?.(value) ?? false);
  };
}

/** One of several objects, told apart by a member. */
export function unionOf<K extends string, T extends { readonly [P in K]: string }>(
  tag: K,
  members: { readonly [V in T[K]]: Check<Extract<T, { readonly [P in K]: V }>> },
): Check<T> {
  const checks = new Map(Object.entries<(data: unknown) => boolean>(members));
  return (data): data is T => {
    const value = plainEntries(data)?.find(([name]) => name === tag)?.[1];
    return typeof value === 'string' && (checks.get(value)?.(data) ?? false);
  };
}

/** An object with any keys. */
export function recordOf<T>(value: Check<T>, maxItems: number, maxKey: number): Check<Readonly<Record<string, T>>> {
  return (data): data is Readonly<Record<string, T>> => {
    const entries = plainEntries(data);
    return (
      entries !== undefined &&
      entries.length <= maxItems &&
      entries.every(([key, item]) => key.length <= maxKey && value(item))
    );
  };
}

export function listOf<T>(item: Check<T>, maxItems: number): Check<readonly T[]> {
  return (data): data is readonly T[] => isDense(data) && data.length <= maxItems && data.every((entry) => item(entry));
}

export function pairOf<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (data): data is readonly [A, B] => isDense(data) && data.length === 2 && first(data[0]) && second(data[1]);
}

export function oneOf<const T extends string | number>(...values: readonly T[]): Check<T> {
  const known = new Set<unknown>(values);
  return (data): data is T => known.has(data);
}

export function nullOr<T>(check: Check<T>): Check<T | null> {
  return (data): data is T | null => data === null || check(data);
}

/** Adds a condition to a check. */
export function where<T>(check: Check<T>, holds: (data: T) => boolean): Check<T> {
  return (data): data is T => check(data) && holds(data);
}

export function textUpTo(maxLength: number): Check<string> {
  return (data): data is string => typeof data === 'string' && data.length <= maxLength;
}

export function bytesUpTo(maxLength: number): Check<Uint8Array> {
  return (data): data is Uint8Array => data instanceof Uint8Array && data.length <= maxLength;
}

export function numberFrom(min: number, max: number): Check<number> {
  return (data): data is number => typeof data === 'number' && data >= min && data <= max;
}

export function wholeFrom(min: number, max: number): Check<number> {
  return (data): data is number => typeof data === 'number' && Number.isInteger(data) && data >= min && data <= max;
}

export const isFlag: Check<boolean> = (data) => typeof data === 'boolean';

/** Accepts anything: another check examines it. */
export const isAnything: Check<unknown> = (_data): _data is unknown => true;

export interface JsonBounds {
  readonly nodes: number;
  readonly depth: number;
  /** Characters of all strings and keys together. */
  readonly text: number;
}

/** Plain JSON of bounded size, with any content. */
export function jsonWithin(bounds: JsonBounds): Check<unknown> {
  return (data): data is unknown => {
    const left = { nodes: bounds.nodes, text: bounds.text };
    return isJson(data, bounds.depth, left);
  };
}

function isJson(data: unknown, depth: number, left: { nodes: number; text: number }): boolean {
  if (--left.nodes < 0 || depth < 0) return false;
  if (data === null || typeof data === 'boolean') return true;
  if (typeof data === 'number') return Number.isFinite(data);
  if (typeof data === 'string') return (left.text -= data.length) >= 0;
  if (Array.isArray(data)) return isDense(data) && data.every((item) => isJson(item, depth - 1, left));
  const entries = plainEntries(data);
  return entries?.every(([key, item]) => (left.text -= key.length) >= 0 && isJson(item, depth - 1, left)) ?? false;
}

/** An array without holes, which `every` would skip, and with nothing but its items. */
function isDense(data: unknown): data is readonly unknown[] {
  if (!Array.isArray(data)) return false;
  const keys = Object.keys(data);
  // Keys of items come first, in order: a hole or another member is where they differ.
  return keys.length === data.length && keys.every((key, i) => key === String(i));
}

function plainEntries(data: unknown): [string, unknown][] | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null ? Object.entries(data) : undefined;
}
