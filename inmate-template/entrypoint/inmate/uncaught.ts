import { setImmediate } from 'node:timers';

/** Taken before the inmate's code can replace it. */
const later = setImmediate;

/**
 * Passes on uncaught exceptions and unhandled rejections. The inmate's own listeners come first, as in plain Node: for
 * `unhandledRejection`, and for `uncaughtException` (or a capture callback), which take rejections too;
 * `uncaughtExceptionMonitor` sees both.
 */
export function onUncaught(callback: (thrown: unknown) => void): void {
  /** The reasons themselves: as an exception Node raises an error instead of a reason that is not one. */
  const rejected: unknown[] = [];
  const onRejection = (reason: unknown): void => {
    if (process.listenerCount('unhandledRejection') > 1) return;
    // Rejected once more without a listener, for Node's default: only Node can raise it as it does.
    process.off('unhandledRejection', onRejection);
    rejected.push(reason);
    void Promise.reject(reason);
    later(() => process.on('unhandledRejection', onRejection));
  };
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', (error, origin) => {
    const thrown = origin === 'unhandledRejection' && rejected.length > 0 ? rejected.shift() : error;
    if (process.listenerCount('uncaughtException') === 1) callback(thrown);
  });
}
