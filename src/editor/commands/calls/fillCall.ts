import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { givenOf } from '../../arguments/readChoices.ts';
import { projectOfCall } from '../../callDocuments/callDocument.ts';
import { replaceText } from '../../calls/openCallDocument.ts';
import { recentItems } from '../../calls/chooseArguments.ts';
import { findMethod } from '../../calls/pickMethod.ts';
import { COMMANDS } from '../../contributions.ts';
import { loadEngineParts } from '../../loadEngineParts.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Puts the arguments of a call that was made into the document in front. */
export const fillCall: AppCommand = {
  id: COMMANDS.fillCall,
  async execute(app, argument) {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri?.toString());
    const project = document && projectOfCall(app, document.uri);
    if (!project) return;
    const parts = await loadEngineParts();
    const name = parts.methodOfCall(document.getText());
    if (name === undefined) throw new UserError(l10n.t('The document names no method.'), [STEPS.run()]);
    const method = await findMethod(project, name);
    const recent = app.remembered.recent({ inmateDir: project.dir.fsPath, method: name });
    if (recent.length === 0) throw new UserError(l10n.t('{0} has not been called yet.', name), [STEPS.run()]);
    const picked = await vscode.window.showQuickPick(recentItems(method, recent), {
      placeHolder: l10n.t('Which arguments?'),
      ignoreFocusOut: true,
    });
    if (!picked) return;
    const given = givenOf(parts, method.parameters, picked.chosen.choices, project.dir);
    await replaceText(document, parts.writeCallText(method, given).text);
  },
};
