import { messageOf } from '../../wire/thrown.ts';
import type { Log } from '../app/log.ts';
import { isBuildError } from '../engines/buildError.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEditorParts } from '../loadEditorParts.ts';
import type { BuildMarks } from '../source/buildMarks.ts';

/** Marks the place of a failed build and no more: no user has asked for it. Any other error has no mark. */
export async function markFailedBuild(
  { buildMarks, log }: { readonly buildMarks: BuildMarks; readonly log: Log },
  project: InmateProject,
  error: unknown,
): Promise<void> {
  if (!isBuildError(error)) return;
  try {
    const { markBuildFailure } = await loadEditorParts();
    await markBuildFailure(buildMarks, project, error);
  } catch (failure) {
    log.warn(`the failed build of ${project.name} is not marked: ${messageOf(failure)}`);
  }
}
