import { Deferred } from './deferred.ts';
import { toError } from '../errors/errors.ts';

/**
 * Waits for work that may never end, but only until `signal` is aborted.
 *
 * @throws the signal's reason
 */
export async function untilAborted<T>(signal: AbortSignal, work: T | Promise<T>): Promise<T> {
  const aborted = new Deferred<never>();
  const onAbort = (): void => aborted.reject(toError(signal.reason));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted.promise, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
