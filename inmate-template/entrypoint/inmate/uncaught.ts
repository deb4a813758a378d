import { setImmediate } from 'node:timers';

/** Taken before the inmate's code can replace it. */
const later = setImmediate;

/**
 * Hands on what nobody has caught: exceptions, and promises that were rejected. What the inmate has listeners of its own
 * for is theirs, as in plain Node: for `unhandledRejection`, and for `uncaughtException` (or a capture callback), which
 * take rejections too; `uncaughtExceptionMonitor` sees both.
 */
export function onUncaught(callback: (thrown: unknown) => void): void {
  /** The reasons themselves: to exceptions Node makes an error of what is none. */
  const rejected: unknown[] = [];
  const onRejection = (reason: unknown): void => {
    if (process.listenerCount('unhandledRejection') > 1) return;
    // Once more, for Node to do what it does where nobody listens: only it can pass them on as it does.
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
