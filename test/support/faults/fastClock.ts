import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/**
 * Makes every timer that is set from now on run faster, so that a daemon that never answers costs a test a second and
 * not half a minute. What is real stays real: sockets, processes, and who comes first.
 *
 * @returns what puts the clock right again
 */
export function speedUpTimers(times: number): () => void {
  const { setTimeout: realTimeout } = globalThis;
  const { setTimeout: realPause } = timers;
  const fast = (callback: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]): NodeJS.Timeout =>
    realTimeout(callback, milliseconds / times, ...args);
  const fastPause: typeof realPause = (milliseconds = 0, value, options) =>
    realPause(milliseconds / times, value, options);
  Object.assign(globalThis, { setTimeout: Object.assign(fast, realTimeout) });
  Object.assign(timers, { setTimeout: fastPause });
  syncBuiltinESMExports();
  return () => {
    Object.assign(globalThis, { setTimeout: realTimeout });
    Object.assign(timers, { setTimeout: realPause });
    syncBuiltinESMExports();
  };
}
