import { UsageError } from '../errors/errors.ts';

/** What the value of an option must be, where it is given. */
export type OptionKind =
  'any' | 'boolean' | 'boolean or number' | 'function' | 'number' | 'object' | 'signal' | 'string';

const RULES: Readonly<Record<OptionKind, readonly [words: string, isIt: (value: unknown) => boolean]>> = {
  any: ['anything', () => true],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  'boolean or number': ['true, false or a number', (value) => typeof value === 'boolean' || typeof value === 'number'],
  function: ['a function', (value) => typeof value === 'function'],
  number: ['a number', (value) => typeof value === 'number'],
  object: ['an object', isOptions],
  signal: ['an AbortSignal', isSignal],
  string: ['a string that is not empty', (value) => typeof value === 'string' && value !== ''],
};

/** @throws {UsageError} naming the option, and never its value: that may be a secret */
export function checkKind(name: string, value: unknown, kind: OptionKind): void {
  const [words, isIt] = RULES[kind];
  // As if it were not given: many callers pass on an option that they may not have.
  if (value === undefined || isIt(value)) return;
  throw new UsageError(`${name} must be ${words}, not ${kindOf(value)}`);
}

/** Also an `AbortSignal` of another realm. */
export function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}

/** A list or a `Map` has no members that are options: all that it holds would be silently ignored. */
export function isOptions(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(Symbol.iterator in value);
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value === '') return 'an empty one';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'such an object' : `a ${typeof value}`;
}
