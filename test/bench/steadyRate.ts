/** Works that are done before the count begins, for each of those at the same time: what was prepared is used up. */
const LEAD = 2;

/**
 * Does something again and again, so many at the same time.
 *
 * @returns how many ended a second, over `count` of them, while others were under way before the first and after the
 * last one
 */
export async function steadyRate(atOnce: number, count: number, work: () => Promise<unknown>): Promise<number> {
  const lead = LEAD * atOnce;
  const ends: number[] = [];
  let begun = 0;
  const loop = async (): Promise<void> => {
    while (begun++ < lead + count + atOnce) {
      await work();
      ends.push(performance.now());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return (1000 * count) / ((ends[lead + count - 1] ?? NaN) - (ends[lead - 1] ?? NaN));
}
