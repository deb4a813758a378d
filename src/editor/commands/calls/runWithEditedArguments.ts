import type { AppCommand } from '../../app/app.ts';
import { choicesOf } from '../../arguments/readChoices.ts';
import { readEditedCall } from '../../calls/editedCall.ts';
import { askOrWrite } from '../../calls/chooseArguments.ts';
import { makeCall } from '../../calls/makeCall.ts';
import { findMethod } from '../../calls/pickMethod.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { loadEngineParts } from '../../loadEngineParts.ts';

/** Repeats a call with edited arguments: of a method, of a dispatch, or the last one. */
export const runWithEditedArguments: AppCommand = {
  id: COMMANDS.runEdited,
  async execute(app, argument) {
    const edited = await readEditedCall(app, argument);
    const project = await pickProject(app, edited.inmateDir);
    if (!project) return undefined;
    const parts = await loadEngineParts();
    const method = await findMethod(project, edited.method);
    const initial = edited.choices ?? choicesOf(parts, method.parameters, edited.args ?? []);
    const chosen = await askOrWrite(project, method, initial);
    return chosen && makeCall(app, project, method, chosen, true);
  },
};
