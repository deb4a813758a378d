import { clearTimeout, setTimeout } from 'node:timers';
import { types } from 'node:util';

/** Taken before the inmate's code can replace them. */
const startTimer = setTimeout;
const stopTimer = clearTimeout;

/** Milliseconds that the `finally` blocks of an async generator have once a yield of it cannot be sent. */
const CLOSING_MS = 2000;

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/**
 * @returns the iterator of a result that is a generator, another iterator or an async iterable; `undefined` for a
 * value. A list, a Map and an object with a `toJSON` are values
 */
export function iteratorOf(result: unknown): AnyIterator | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  if (types.isGeneratorObject(result)) return result;
  if (Array.isArray(result) || hasMethod(result, 'toJSON')) return undefined;
  if (isAsyncIterable(result)) return result[Symbol.asyncIterator]();
  return isIterator(result) ? result[Symbol.iterator]() : undefined;
}

/** Steps may be promises. @returns the value of the last one */
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

/** Runs the `finally` blocks of an iterator that is given up. What they throw is dropped: the reason for it counts. */
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

/** A hand-written iterator may return anything; without this check it could go on for ever. */
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
