const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Exit status of a command that was interrupted. */
export const INTERRUPTED = 130;

/**
 * Runs a task that can be interrupted. The first SIGINT, SIGTERM or SIGHUP, and the end of a reader of our output,
 * abort the signal so that the task can clean up; a second signal ends the process at once.
 */
export async function interruptible<T>(
  closings: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (abort.signal.aborted) process.exit(INTERRUPTED);
    abort.abort(new Error(`interrupted by ${name}`));
  };
  const onClosed = (): void => abort.abort(new Error('the reader of the output has gone'));
  for (const name of SIGNALS) process.on(name, onSignal);
  for (const closing of closings) closing.addEventListener('abort', onClosed);
  try {
    return await task(abort.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
    for (const closing of closings) closing.removeEventListener('abort', onClosed);
  }
}
