/** The number of a frame for people, from 1; in code and in the formats, `seq` and rows count from 0. */
export function frameNumber(row: number): number {
  return row + 1;
}
