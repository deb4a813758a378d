/**
 * Milliseconds of a run in which nothing turns. Most runs are over by then, and the machine that draws each turn is often
 * the one that they run on.
 */
export const STILL = 1000;

/** Name of the icon of what has been under way for so many milliseconds. */
export function runningIcon(elapsed: number): string {
  return elapsed < STILL ? 'loading' : 'loading~spin';
}
