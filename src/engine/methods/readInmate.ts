import { UsageError } from '../errors.ts';
import { checkModules } from './checkInmate.ts';
import { findInmateFile } from './inmateFile.ts';
import type { FileProblem, InmateMethods } from './inmateMethods.ts';
import { readRuntime, type RunsIn } from './inmateRuntime.ts';
import { methodsIn } from './findMethods.ts';
import { ModuleStore } from './moduleStore.ts';

/** What the source of an inmate tells before it is run. */
export interface InmateReading extends InmateMethods {
  /** What will not run (`error`), and what may not (`warning`), in all modules that it imports from its folder. */
  readonly problems: readonly FileProblem[];
  /** Absolute paths of the modules that were read, and of every `package.json` that was looked for. */
  readonly files: readonly string[];
}

export interface ReadOptions extends Partial<RunsIn> {
  /** In place of files, by absolute path: as they are in an editor. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** Problems that an error tells one by one. */
const MAX_TOLD = 10;

/** The inmate is not run: its source, or what it is to be run by, says that it cannot. */
export class InmateSourceError extends UsageError {
  override name = 'InmateSourceError';
  override readonly code = 'HOOSEGOW_SOURCE';
  readonly problems: readonly FileProblem[];
  constructor(inmateDir: string, problems: readonly FileProblem[]) {
    const told = problems.slice(0, MAX_TOLD).map(describeProblem);
    const more = problems.length > MAX_TOLD ? `\n  and ${problems.length - MAX_TOLD} more` : '';
    const [only] = told;
    const list = told.length === 1 ? ` ${only}` : `\n  ${told.join('\n  ')}${more}`;
    super(`the inmate in ${inmateDir} cannot run:${list}`);
    this.problems = problems;
  }
}

/**
 * Reads the source of an inmate: its methods, and what keeps it from running. Nothing of it is ever run, and no file
 * outside its folder is read.
 *
 * @throws UsageError if there is no such folder, or no inmate in it
 */
export async function readInmate(inmateDir: string, options: ReadOptions = {}): Promise<InmateReading> {
  const inmate = await findInmateFile(inmateDir);
  const store = new ModuleStore(inmate.root, options.texts);
  const methods = await methodsIn(store, inmate);
  const runsIn = { engine: options.engine ?? 'docker', baseImage: options.baseImage };
  const runtime = await readRuntime(store, runsIn, /\.[mc]?ts$/.test(inmate.name));
  const checked = await checkModules(store, inmate.path, runtime.support);
  const found = runtime.isCustom
    ? checked.map((problem): FileProblem => ({ ...problem, severity: 'warning' }))
    : checked;
  return { ...methods, problems: [...runtime.problems, ...found], files: store.files };
}

/** @throws InmateSourceError where the source of an inmate says that it cannot run */
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
