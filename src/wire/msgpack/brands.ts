/**
 * Tells what an object is by its internal slots. Its class does not tell: that of another realm (`node:vm`) is another
 * one, and any object can be given a prototype that it was not made with.
 */

/** @returns for example `Float32Array`; `undefined` for what is not a typed array */
export function typedArrayName(value: object): string | undefined {
  const name: unknown = Reflect.get(Uint8Array.prototype, Symbol.toStringTag, value);
  return typeof name === 'string' ? name : undefined;
}

export function isUint8Array(value: object): value is Uint8Array {
  return typedArrayName(value) === 'Uint8Array';
}

export function isMap(value: object): value is Map<unknown, unknown> {
  return (value instanceof Map || hasTag(value, 'Map')) && works(() => Map.prototype.has.call(value, 0));
}

export function isSet(value: object): value is Set<unknown> {
  return (value instanceof Set || hasTag(value, 'Set')) && works(() => Set.prototype.has.call(value, 0));
}

export function isDate(value: object): value is Date {
  return (value instanceof Date || hasTag(value, 'Date')) && works(() => Date.prototype.getTime.call(value));
}

export function isAnyArrayBuffer(value: object): value is ArrayBufferLike {
  if (value instanceof ArrayBuffer || hasTag(value, 'ArrayBuffer')) {
    return works(() => Reflect.get(ArrayBuffer.prototype, 'byteLength', value));
  }
  return (
    hasTag(value, 'SharedArrayBuffer') && works(() => Reflect.get(SharedArrayBuffer.prototype, 'byteLength', value))
  );
}

export function isError(value: object): value is Error {
  return value instanceof Error || hasTag(value, 'Error');
}

export function isArguments(value: object): value is IArguments {
  return hasTag(value, 'Arguments');
}

/** @returns the primitive in `new Number(1)` and the like; `undefined` for anything else */
export function unboxed(value: object): unknown {
  switch (tagOf(value)) {
    case '[object Number]':
      return attempt(() => Number.prototype.valueOf.call(value));
    case '[object String]':
      return attempt(() => String.prototype.valueOf.call(value));
    case '[object Boolean]':
      return attempt(() => Boolean.prototype.valueOf.call(value));
    case '[object BigInt]':
      return attempt(() => BigInt.prototype.valueOf.call(value));
    case '[object Symbol]':
      return attempt(() => Symbol.prototype.valueOf.call(value));
    default:
      return undefined;
  }
}

/** Whether it is a plain object: of no class, in any realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignObjectPrototype(prototype);
}

const OBJECT_SOURCE = Function.prototype.toString.call(Object);

/** Whether it is the `Object.prototype` of another realm: one without a prototype that a native `Object` made. */
function isForeignObjectPrototype(prototype: unknown): boolean {
  if (typeof prototype !== 'object' || prototype === null || Object.getPrototypeOf(prototype) !== null) return false;
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return (
    typeof constructor === 'function' &&
    constructor.prototype === prototype &&
    Function.prototype.toString.call(constructor) === OBJECT_SOURCE
  );
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** The tag that most objects have by what they are; it can be forged, which `works` finds out. */
export function hasTag(value: object, tag: string): boolean {
  return tagOf(value) === `[object ${tag}]`;
}

/** Whether a built-in method accepts the value as one of its class. */
function works(method: () => unknown): boolean {
  try {
    method();
    return true;
  } catch {
    return false;
  }
}

function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
