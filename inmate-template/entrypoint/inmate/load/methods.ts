import { isCallableName, whyUncallable } from '../../../../src/wire/uncallable.ts';

export type Method = (...args: readonly unknown[]) => unknown;

/** An inmate's methods by name. */
export type Methods = ReadonlyMap<string, Method>;

/** The request names something that is not a method of the inmate. */
export class NoMethodError extends Error {
  override name = 'NoMethodError';
}

/** @returns the functions among what an ES module exports */
export function methodsOf(namespace: object): Methods {
  return new Map(functionsIn({ ...namespace }));
}

/**
 * @param exports `module.exports` of a CommonJS module, from which Node itself takes only what it finds in the source
 * @returns its functions, which see it as `this`
 */
export function methodsOfCommonJs(exports: unknown): Methods {
  if (typeof exports !== 'function' && (typeof exports !== 'object' || exports === null)) return new Map();
  const bound = functionsIn({ ...exports }).map(([name, method]): [string, Method] => {
    return [name, (...args) => Reflect.apply(method, exports, args)];
  });
  return new Map(bound);
}

/** @throws {NoMethodError} naming the methods that exist */
export function findMethod(methods: Methods, name: string): Method {
  const method = methods.get(name);
  if (method) return method;
  const known = methods.size === 0 ? 'it exports no function' : `its methods: ${[...methods.keys()].join(', ')}`;
  const why = whyUncallable(name);
  const advice = why === undefined ? '' : `; ${why}: export it under another name`;
  throw new NoMethodError(`the inmate has no method ${JSON.stringify(name)}; ${known}${advice}`);
}

function functionsIn(members: Readonly<Record<string, unknown>>): [string, Method][] {
  return Object.entries(members).flatMap(([name, value]): [string, Method][] =>
    isCallableName(name) && isMethod(value) ? [[name, value]] : [],
  );
}

/** A class is a function too, but cannot be called. A method may have the name `class`. */
function isMethod(value: unknown): value is Method {
  return typeof value === 'function' && !/^class\b(?!\s*\()/.test(Function.prototype.toString.call(value));
}
