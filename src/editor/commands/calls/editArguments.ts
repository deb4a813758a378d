import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { choicesOf } from '../../arguments/readChoices.ts';
import { openCallDocument } from '../../calls/openCallDocument.ts';
import { readEditedCall } from '../../calls/editedCall.ts';
import { findMethod, pickMethod } from '../../calls/pickMethod.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';
import { loadEngineParts } from '../../loadEngineParts.ts';

/** Opens a document with the arguments of a call: of a method, or of a dispatch. Which method, is asked for else. */
export const editArguments: AppCommand = {
  id: COMMANDS.editArguments,
  async execute(app, argument) {
    const target = readMethodTarget(argument);
    const isKnown = target ? target.method !== undefined : readRecording(argument) !== undefined;
    if (!isKnown) {
      const project = await pickProject(app, target?.inmate);
      const method = project && (await pickMethod(project));
      if (!method) return;
      const [recent = []] = app.remembered.recent({ inmateDir: project.dir.fsPath, method: method.name });
      await openCallDocument(project, method, recent, false);
      return;
    }
    const edited = await readEditedCall(app, argument);
    const project = await pickProject(app, vscode.Uri.file(edited.inmateDir));
    if (!project) return;
    const method = await findMethod(project, edited.method);
    const choices = edited.choices ?? choicesOf(await loadEngineParts(), method.parameters, edited.args ?? []);
    await openCallDocument(project, method, choices, edited.args !== undefined);
  },
};
