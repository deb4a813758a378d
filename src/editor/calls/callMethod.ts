import type { App } from '../app/app.ts';
import { errorOf } from '../app/reportError.ts';
import type { ArgumentChoices } from '../dispatches/argumentChoice.ts';
import { readChoices } from '../arguments/readChoices.ts';
import { showBuildFailure } from '../builds/showBuildFailure.ts';
import type { RunResult } from '../dispatches/run/dispatchRunner.ts';
import { isBuildError } from '../engines/buildError.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import type { CallableMethod } from './pickMethod.ts';

/** Calls a method with the chosen arguments, and remembers them. */
export async function callWithChoices(
  app: App,
  project: InmateProject,
  method: CallableMethod,
  choices: ArgumentChoices,
): Promise<RunResult | undefined> {
  const args = await readChoices(await loadEngineParts(), method.parameters, choices, project.dir);
  // The editor stores it through another process, for which the call need not wait.
  const remembered = app.rememberCall({ inmateDir: project.dir.fsPath, method: method.name, choices });
  const [result] = await Promise.all([callWithValues(app, project, method.name, args), remembered]);
  return result;
}

/** Calls a method. @returns `undefined` if its image could not be built; the user has been told */
export async function callWithValues(
  app: App,
  project: InmateProject,
  method: string,
  args: readonly unknown[],
): Promise<RunResult | undefined> {
  try {
    return await app.runner.run({ inmateDir: project.dir, method, args });
  } catch (error) {
    if (isBuildError(error)) {
      await showBuildFailure(app, project, error);
      return undefined;
    }
    if (error instanceof Error && error.name === 'EngineError') app.status.refresh();
    throw errorOf(project.dir, error);
  }
}
