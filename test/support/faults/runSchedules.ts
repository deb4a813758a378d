import { planOf } from './plan.ts';
import { runPlan } from './runPlan.ts';

/** How many schedules ended in each outcome. */
export type Tally = Map<string, number>;

/**
 * Runs the schedules of so many seeds, several at a time.
 *
 * @throws {Error} with the seed of the first that breaks a promise
 */
export async function runSchedules(firstSeed: number, count: number, atOnce: number): Promise<Tally> {
  const tally: Tally = new Map();
  let next = firstSeed;
  const work = async (): Promise<void> => {
    while (next < firstSeed + count) {
      const seed = next++;
      try {
        const { outcome } = await runPlan(planOf(seed));
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      } catch (error) {
        next = Infinity;
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tally;
}
