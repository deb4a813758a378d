export type Method = (...args: readonly unknown[]) => unknown;

/** An inmate's methods by name. */
export type Methods = ReadonlyMap<string, Method>;

/** The request names something that is no method of the inmate. */
export class NoMethodError extends Error {
  override name = 'NoMethodError';
}

/** Exports that Node adds, or that mean something else. */
const NEVER = new Set(['default', 'then', '__proto__', 'module.exports']);

/** @returns the functions among what an inmate exports */
export function methodsOf(namespace: object): Methods {
  const methods = new Map<string, Method>();
  for (const [name, value] of Object.entries<unknown>({ ...namespace })) {
    if (!NEVER.has(name) && isMethod(value)) methods.set(name, value);
  }
  return methods;
}

/** @throws {NoMethodError} naming the methods that exist */
export function findMethod(methods: Methods, name: string): Method {
  const method = methods.get(name);
  if (method) return method;
  const known = methods.size === 0 ? 'it exports no function' : `its methods: ${[...methods.keys()].join(', ')}`;
  throw new NoMethodError(`the inmate has no method ${JSON.stringify(name)}; ${known}`);
}

/** A class is a function too, but cannot be called. */
function isMethod(value: unknown): value is Method {
  return typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
}
