import { clearTimeout, setTimeout } from 'node:timers';
import { types } from 'node:util';

/** Taken before the inmate's code can replace them. */
const startTimer = setTimeout;
const stopTimer = clearTimeout;

/** Milliseconds that the `finally` blocks of an asynchronous generator have once what it yields cannot be sent. */
const CLOSING_MS = 2000;

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/**
 * @returns what gives the yields of a result: of a generator, another iterator, or what is iterated asynchronously;
 * `undefined` for a value. A list, a Map or whatever says by a `toJSON` what it is, is a value
 */
export function iteratorOf(result: unknown): AnyIterator | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  if (types.isGeneratorObject(result)) return result;
  if (Array.isArray(result) || hasMethod(result, 'toJSON')) return undefined;
  if (isAsyncIterable(result)) return result[Symbol.asyncIterator]();
  return isIterator(result) ? result[Symbol.iterator]() : undefined;
}

/** Steps may be promises. @returns what the last one gives */
export async function drain(iterator: AnyIterator, onYield: (value: unknown) => void): Promise<unknown> {
  for (;;) {
    const next = iterator.next();
    const step = isPromise(next) ? await next : next;
    if (!isResult(step))
      throw new TypeError(`an iterator gave ${step === null ? 'null' : typeof step} in place of { value, done }`);
    if (step.done === true) return step.value;
    try {
      onYield(step.value);
    } catch (error) {
      await close(iterator);
      throw error;
    }
  }
}

/** Runs the `finally` blocks of what is not iterated any further. What they throw is less than why that is so. */
async function close(iterator: AnyIterator): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  try {
    const closed = iterator.return?.();
    if (!isPromise(closed)) return;
    await Promise.race([closed, new Promise((resolve) => (limit = startTimer(resolve, CLOSING_MS)))]);
  } catch {
    // As in a loop that is left by an exception.
  } finally {
    stopTimer(limit);
  }
}

/** Iterators that somebody has written give anything; without this one of them would go on for ever. */
function isResult(step: unknown): boolean {
  return (typeof step === 'object' && step !== null) || typeof step === 'function';
}

function isPromise<T>(value: PromiseLike<T> | T): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return hasMethod(value, Symbol.asyncIterator);
}

function isIterator(value: object): value is IterableIterator<unknown> {
  return hasMethod(value, 'next') && hasMethod(value, Symbol.iterator);
}

function hasMethod(value: object, name: string | symbol): boolean {
  return typeof Reflect.get(value, name) === 'function';
}
