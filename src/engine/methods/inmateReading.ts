import path from 'node:path';
import { checkModules } from './check/checkInmate.ts';
import type { InmateFile } from './inmateFile.ts';
import type { FileProblem, InmateMethods } from './inmateMethods.ts';
import { readRuntime, type RunsIn, type RunsInNode } from './check/inmateRuntime.ts';
import { isOfNames, methodsIn } from './source/methodsIn.ts';
import type { ModuleStore } from './modules/moduleStore.ts';

/** What the source of an inmate tells before it is run. */
export interface InmateReading extends InmateMethods {
  /** What will not run (`error`), and what may not (`warning`), in all modules that it imports from its folder. */
  readonly problems: readonly FileProblem[];
  /** Absolute paths of the modules that were read, and of every `package.json` that was looked for. */
  readonly files: readonly string[];
}

export interface ReadOptions {
  readonly engine?: RunsIn['engine'] | undefined;
  readonly baseImage?: string | undefined;
  /** Texts in place of files, by absolute path: as they are in an editor. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

/** Reads the source of an inmate in this thread: its methods, and what keeps it from running. */
export async function readInmateHere(
  store: ModuleStore,
  inmate: InmateFile,
  runsIn: RunsInNode,
): Promise<InmateReading> {
  const methods = await methodsIn(store, inmate);
  store.begin({ key: path.join(inmate.root, 'Dockerfile'), characters: 0 });
  const runtime = await readRuntime(store, runsIn, /\.[mc]?ts$/.test(inmate.name));
  const checked = await checkModules(store, inmate.path, runtime);
  const found = runtime.isCustom
    ? checked.map((problem): FileProblem => ({ ...problem, severity: 'warning' }))
    : checked;
  // Problems of the modules are reported once.
  const left = methods.problems.filter(isOfNames);
  return { ...methods, problems: [...runtime.problems, ...found, ...left], files: store.files };
}
