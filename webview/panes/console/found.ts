/** Which match is at hand, from 1, and how many there are; 0 for none. */
export interface Found {
  readonly at: number;
  readonly count: number;
}

/** Matches that are marked, and counted: of more it is only known that there are more. */
export const MOST_MATCHES = 1000;
