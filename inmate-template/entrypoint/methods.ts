import type { InmateModule } from './importInmate.ts';

export type Method = (...args: readonly unknown[]) => unknown;

/** The request names something that is no method of the inmate. */
export class NoMethodError extends Error {
  override name = 'NoMethodError';
}

/** Exports that Node adds, or that mean something else. */
const NEVER = new Set(['default', 'then', '__proto__', 'module.exports']);

/** @returns the inmate's methods by name: the functions that it exports */
export function listMethods(inmate: InmateModule): Map<string, Method> {
  const exports = Object.entries(inmate).filter(([name]) => !NEVER.has(name));
  return new Map(exports.filter((entry): entry is [string, Method] => isMethod(entry[1])));
}

/** @throws {NoMethodError} naming the methods that exist */
export function findMethod(inmate: InmateModule, name: string): Method {
  const methods = listMethods(inmate);
  const method = methods.get(name);
  if (method) return method;
  const names = [...methods.keys()].join(', ');
  throw new NoMethodError(
    `the inmate has no method ${JSON.stringify(name)}; ${names === '' ? 'it exports no function' : `its methods: ${names}`}`,
  );
}

/** A class is a function too, but cannot be called. */
function isMethod(value: unknown): value is Method {
  return typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
}
