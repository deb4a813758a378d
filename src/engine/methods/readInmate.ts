import { UsageError } from '../errors/errors.ts';
import type { FileProblem } from './inmateMethods.ts';
import type { InmateReading, ReadOptions } from './inmateReading.ts';
import type { RunsIn } from './check/inmateRuntime.ts';
import { sourceReader } from './thread/sourceReader.ts';

/** Problems that the message of an error lists. */
const MAX_TOLD = 10;

/** The inmate is not run: its source, or the Node that would run it, shows that it cannot. */
export class InmateSourceError extends UsageError {
  override name = 'InmateSourceError';
  override readonly code = 'HOOSEGOW_SOURCE';
  readonly inmateDir: string;
  readonly problems: readonly FileProblem[];
  constructor(inmateDir: string, problems: readonly FileProblem[]) {
    const told = problems.slice(0, MAX_TOLD).map(describeProblem);
    const more = problems.length > MAX_TOLD ? `\n  and ${problems.length - MAX_TOLD} more` : '';
    const [only] = told;
    const list = told.length === 1 ? ` ${only}` : `\n  ${told.join('\n  ')}${more}`;
    super(`the inmate in ${inmateDir} cannot run:${list}`);
    this.inmateDir = inmateDir;
    this.problems = problems;
  }
}

/**
 * Reads the source of an inmate: its methods, and what keeps it from running. None of it is ever run, and no file
 * outside its folder is read. It is parsed in a separate thread, within bounds of time and memory: what exceeds them is
 * reported as a problem.
 *
 * @throws UsageError if there is no such folder, or no inmate in it
 */
export async function readInmate(inmateDir: string, options: ReadOptions = {}): Promise<InmateReading> {
  const { engine = 'docker', baseImage, texts } = options;
  const runsIn = { engine, baseImage, node: process.versions.node };
  return sourceReader.read({ kind: 'inmate', inmateDir, runsIn, texts });
}

/** @throws InmateSourceError where the source of an inmate shows that it cannot run */
export async function refuseUnrunnable(inmateDir: string, runsIn: RunsIn): Promise<void> {
  refuseProblems(inmateDir, await readInmate(inmateDir, runsIn));
}

/** @throws InmateSourceError where there is a problem that keeps the inmate from running */
export function refuseProblems(inmateDir: string, { problems }: InmateReading): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InmateSourceError(inmateDir, errors);
}

/** A problem with its place: `inmate.ts:3:1: …`. */
export function describeProblem({ file, line, column, message }: FileProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}
