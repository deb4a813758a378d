import * as vscode from 'vscode';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** URIs of the documents that `saveSources` is saving now. */
const saving = new Set<string>();

/** Saves the open files of a folder, so that what runs is what the user sees. */
export async function saveSources(dir: vscode.Uri): Promise<void> {
  const within = `${dir.path}/`;
  for (const document of vscode.workspace.textDocuments) {
    const { uri } = document;
    if (!document.isDirty || uri.scheme !== dir.scheme || !uri.path.startsWith(within)) continue;
    if (!(await saveOne(document))) {
      const show = STEPS.file(l10n.t('Show File'), uri.fsPath);
      throw new UserError(l10n.t('{0} could not be saved', uri.fsPath), [show]);
    }
  }
}

/** Whether a document that is being saved is so by `saveSources`, and not by its user. */
export function isOwnSave({ uri }: Pick<vscode.TextDocument, 'uri'>): boolean {
  return saving.has(uri.toString());
}

async function saveOne(document: vscode.TextDocument): Promise<boolean> {
  const name = document.uri.toString();
  saving.add(name);
  try {
    return await document.save();
  } finally {
    saving.delete(name);
  }
}
