/** For values of the inmate: a getter of them, or a trap of a proxy, may throw. */
export function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}

export function readMember(object: object, name: string): unknown {
  return attempt<unknown>(() => Reflect.get(object, name));
}

/** @returns a text that can be encoded; an empty one for anything but a string */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : '';
}
