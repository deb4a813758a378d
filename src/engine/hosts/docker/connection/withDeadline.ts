import { EngineError, toError } from '../../../errors/errors.ts';
import { formatDuration } from '../../../../text/words.ts';

/**
 * Runs a call of the daemon that must be over within `ms` milliseconds. `work` gets a signal that aborts at the
 * deadline, and when `signal` does; it is not waited for after that, even if it pays no heed.
 *
 * @param what step of the dispatch: the phase of the `EngineError` that says that the daemon gave no answer
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
      // First the rejection: the race must end with the reason and not with whatever the aborted work makes of it.
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
