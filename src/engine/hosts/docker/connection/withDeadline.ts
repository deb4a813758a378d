import { EngineError, toError } from '../../../errors/errors.ts';
import { formatDuration } from '../../../../text/words.ts';

/**
 * Runs a call to the daemon that must be over within `ms` milliseconds. `work` gets a signal that aborts at the
 * deadline, and when `signal` does; after that it is not waited for, even if it ignores its signal.
 *
 * @param what phase of the dispatch, for the `EngineError` that says that the daemon did not answer
 * @throws what `work` throws, the reason of `signal`, or that `EngineError`
 */
export async function withDeadline<T>(
  ms: number,
  what: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let stop: (reason: Error) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = (reason) => {
      // Reject first: the race must end with the reason, not with the error of the aborted work.
      reject(reason);
      controller.abort(reason);
    };
  });
  const timer = setTimeout(
    () => stop(new EngineError(`the container engine gave no answer within ${formatDuration(ms)} (${what})`, what)),
    ms,
  );
  const onAbort = () => stop(toError(signal?.reason));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
