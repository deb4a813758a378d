import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** Milliseconds on the clock of a timer that ask for one turn of the event loop at least. */
const PER_TURN = 100;
const MAX_TURNS = 300;

/**
 * Makes every timer that is set from now on run faster, so that a daemon that never answers costs a test a second and
 * not half a minute. Everything else stays real: sockets, processes, and which of them comes first. On a busy machine
 * this process may stand still for longer than a fast timer runs: so a timer also waits for turns of the event loop, in
 * which everything within this process goes on.
 *
 * @returns a function that restores the timers
 */
export function speedUpTimers(times: number): () => void {
  const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis;
  const { setTimeout: realPause } = timers;
  /** Timers that are due, and wait for their turns. */
  const due = new WeakMap<NodeJS.Timeout, symbol>();

  const fast = (callback: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]): NodeJS.Timeout => {
    const timer: NodeJS.Timeout = realTimeout(() => {
      const mine = Symbol('due');
      due.set(timer, mine);
      afterTurns(turnsFor(milliseconds), () => {
        if (due.get(timer) === mine) callback(...args);
      });
    }, milliseconds / times);
    const refresh = timer.refresh.bind(timer);
    timer.refresh = () => {
      due.delete(timer);
      return refresh();
    };
    return timer;
  };
  const clear: typeof clearTimeout = (timer) => {
    if (typeof timer === 'object') due.delete(timer);
    realClear(timer);
  };
  const fastPause: typeof realPause = async (milliseconds = 0, value, options) => {
    const given = await realPause(milliseconds / times, value, options);
    await new Promise<void>((resolve) => afterTurns(turnsFor(milliseconds), resolve));
    options?.signal?.throwIfAborted();
    return given;
  };

  Object.assign(globalThis, { setTimeout: Object.assign(fast, realTimeout), clearTimeout: clear });
  Object.assign(timers, { setTimeout: fastPause });
  syncBuiltinESMExports();
  return () => {
    Object.assign(globalThis, { setTimeout: realTimeout, clearTimeout: realClear });
    Object.assign(timers, { setTimeout: realPause });
    syncBuiltinESMExports();
  };
}

function turnsFor(milliseconds: number): number {
  return Math.min(MAX_TURNS, Math.ceil(milliseconds / PER_TURN));
}

function afterTurns(turns: number, action: () => void): void {
  if (turns <= 0) action();
  else setImmediate(() => afterTurns(turns - 1, action));
}
