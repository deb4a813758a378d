import * as vscode from 'vscode';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** Saves the open files of a folder, so that what runs is what the user sees. */
export async function saveSources(dir: vscode.Uri): Promise<void> {
  const within = `${dir.path}/`;
  for (const document of vscode.workspace.textDocuments) {
    const { uri } = document;
    if (!document.isDirty || uri.scheme !== dir.scheme || !uri.path.startsWith(within)) continue;
    if (!(await document.save())) {
      const show = STEPS.file(l10n.t('Show File'), uri.fsPath);
      throw new UserError(l10n.t('{0} could not be saved', uri.fsPath), [show]);
    }
  }
}
