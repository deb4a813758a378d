import type { DockerUnderTest } from '../support/docker.ts';

/** One line of the table: what was measured, beside what, and what was to be reached. */
export interface Result {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is compared with, measured in the same run; `null`: nothing. */
  readonly against: string | null;
  /** The value as a multiple of that. */
  readonly ratio: number | null;
  /** In words; `null`: reported only. */
  readonly target: string | null;
  readonly met: boolean | null;
}

export type BenchDocker = Omit<DockerUnderTest, 'apiVersion'>;

export interface BenchContext {
  /** Says how far it is, to people. */
  log(line: string): void;
  /** The Docker of the run: started when it is first asked for, stopped at the end. */
  docker(): Promise<BenchDocker>;
}

export interface Bench {
  readonly name: string;
  run(context: BenchContext): Promise<readonly Result[]>;
}
