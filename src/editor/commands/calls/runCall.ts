import * as vscode from 'vscode';
import type { App, AppCommand } from '../../app/app.ts';
import { projectOfCall } from '../../calls/callDocument.ts';
import { isCall } from '../../calls/isCall.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { runCallText } from '../../calls/runCallText.ts';
import { findSavedCalls, readCallFile } from '../../calls/savedCalls.ts';
import { COMMANDS } from '../../contributions.ts';
import { escapeLabel } from '../../text/escapeMarkup.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Makes the call of a document: the one it was called with, the one in front, or a saved one that is picked. */
export const runCall: AppCommand = {
  id: COMMANDS.runCall,
  async execute(app, argument) {
    const file = argument instanceof vscode.Uri ? argument : (activeCall() ?? (await pickCall(app)));
    if (!file) return undefined;
    await app.projects.ready();
    const project = projectOfCall(app, file);
    if (!project) {
      const message = l10n.t('{0} does not lie in the folder of an inmate.', file.fsPath);
      throw new UserError(message, [STEPS.newProject()]);
    }
    return runCallText(app, project, await readCallFile(file));
  },
};

function activeCall(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && isCall(uri) ? uri : undefined;
}

async function pickCall(app: App): Promise<vscode.Uri | undefined> {
  const project = await pickProject(app, undefined);
  if (!project) return undefined;
  const calls = await findSavedCalls(project);
  if (calls.length === 0) {
    const message = l10n.t('{0} has no saved calls: write arguments in a document and save it.', project.name);
    throw new UserError(message, [STEPS.command(l10n.t('Edit Arguments in a Document…'), COMMANDS.editArguments)]);
  }
  const items = calls.map(({ file, name, method = '' }) => {
    return { label: `$(file-code) ${escapeLabel(name)}`, description: escapeLabel(method), file };
  });
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: l10n.t('Which call?'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.file;
}
