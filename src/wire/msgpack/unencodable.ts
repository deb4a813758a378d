import { hasTag, isError, isSet, typedArrayName } from './brands.ts';
import { HoosegowError } from '../hoosegowError.ts';

/** A value that msgpack cannot represent faithfully; the message names its place in the whole value, and what to do. */
export class UnencodableValueError extends HoosegowError {
  override name = 'UnencodableValueError';
  override readonly code = 'HOOSEGOW_UNENCODABLE';
}

/**
 * Describes an object that cannot be encoded, and what to give in its place: `an instance of Set (…)`.
 *
 * @param kind what it is. Default: by its class
 */
export function describeUnencodable(value: object, kind: string = kindOf(value)): string {
  return `${kind} (${attempt(() => adviceFor(value)) ?? 'make it a plain object'})`;
}

/** Kinds that are recognised by what they are, in any realm and with any class. */
const ADVICE: readonly (readonly [is: (value: object) => boolean, advice: string])[] = [
  [(value) => value instanceof Map, 'it is a Proxy, or made to look like one: give the Map itself'],
  [isSet, 'give a list of it: [...set]'],
  [(value) => value instanceof Promise || hasTag(value, 'Promise'), 'await it first'],
  [isError, 'throw it, or give what matters of it: { name, message, stack }'],
  [(value) => hasTag(value, 'RegExp'), 'give its source and its flags'],
  [
    (value) => typedArrayName(value) !== undefined,
    'give its numbers, Array.from(array), or its bytes, new Uint8Array(array.buffer, array.byteOffset, array.byteLength)',
  ],
  [isWeak, 'what it holds cannot be listed'],
  [(value) => hasMethod(value, Symbol.asyncIterator), 'return it alone, and it is drained as yields, or read it first'],
  [isIterator, 'give a list of it, [...iterator], or return it alone, and it is drained as yields'],
  [(value) => hasMethod(value, 'arrayBuffer'), 'give what it holds: await its text() or arrayBuffer()'],
  [
    (value) => hasMethod(value, Symbol.iterator) && hasMethod(value, 'entries'),
    'give Object.fromEntries(it), or [...it]',
  ],
  [(value) => hasMethod(value, Symbol.iterator), 'give a list of it, [...it], or give it a toJSON method'],
];

function adviceFor(value: object): string {
  return ADVICE.find(([is]) => is(value))?.[1] ?? 'make it a plain object, or give it a toJSON method';
}

/** Iterators of every kind, generators among them. */
export function isIterator(value: object): boolean {
  return hasMethod(value, 'next') && hasMethod(value, Symbol.iterator);
}

export function hasMethod(value: object, name: string | symbol): boolean {
  return typeof Reflect.get(value, name) === 'function';
}

function isWeak(value: object): boolean {
  return ['WeakMap', 'WeakSet', 'WeakRef'].some((tag) => hasTag(value, tag));
}

function kindOf(value: object): string {
  const name = attempt<unknown>(() => value.constructor.name);
  const tag = attempt<unknown>(() => Reflect.get(value, Symbol.toStringTag));
  // Iterators and namespaces have no class that tells what they are.
  if (typeof tag === 'string' && tag !== '' && (name === 'Object' || name === 'Iterator' || name === '')) {
    return `${/^[AEIOU]/.test(tag) ? 'an' : 'a'} ${tag}`;
  }
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object with a prototype';
}

/** The described value is the inmate's: a getter of it may throw. */
function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
