import type { Result } from './figure.ts';

/** What is measured: one side of a comparison. */
export type Work = () => void | Promise<void>;

/**
 * Runs works by turns, A B A B …, so that whatever else the machine does meets all of them.
 *
 * @returns the median of each one's seconds; the first round is not counted, in which code is compiled. Garbage is
 * not collected in between: that throws away compiled code whose kinds of objects are gone
 */
export async function inTurns(rounds: number, works: readonly Work[]): Promise<readonly number[]> {
  const seconds: number[][] = works.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, work] of works.entries()) {
      const before = performance.now();
      await work();
      if (round > 0) seconds[i]?.push((performance.now() - before) / 1000);
    }
  }
  return seconds.map(median);
}

/** Of an even number of values the upper one of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** A figure that nothing is compared with and that has nothing to reach. */
export function reported(figure: string, value: number, unit: string): Result {
  return { figure, value, unit, against: null, ratio: null, target: null, met: null };
}

/** @param share between 0 and 1 @returns the smallest value that so large a part of all reach at most */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;
}
