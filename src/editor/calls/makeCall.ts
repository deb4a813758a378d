import type { App } from '../app/app.ts';
import type { RunResult } from '../dispatches/run/dispatchRunner.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { openCallDocument } from './openCallDocument.ts';
import { callWithChoices } from './callMethod.ts';
import type { ChosenArguments } from './chooseArguments.ts';
import type { CallableMethod } from './pickMethod.ts';
import { runCallText } from './runCallText.ts';
import { readCallFile } from './savedCalls.ts';

/**
 * Makes a call with the arguments that were chosen, or opens the document in which they are written.
 *
 * @param replaces what an open document has
 */
export async function makeCall(
  app: App,
  project: InmateProject,
  method: CallableMethod,
  chosen: ChosenArguments,
  replaces = false,
): Promise<RunResult | undefined> {
  switch (chosen.kind) {
    case 'choices':
      return callWithChoices(app, project, method, chosen.choices);
    case 'saved':
      return runCallText(app, project, chosen.file, await readCallFile(chosen.file));
    case 'document':
      await openCallDocument(project, method, chosen.choices, replaces);
      return undefined;
  }
}
