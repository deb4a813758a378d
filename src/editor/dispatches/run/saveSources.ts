import * as vscode from 'vscode';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Milliseconds that a save of the user may take, with what it has formatters and other extensions do. */
const SAVE_WITHIN = 5000;

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
    if ((await document.save()) || !document.isDirty) return true;
    // The editor refuses at once while its user's own save is under way, which may hold all there is to save.
    await endOfSave(document);
    return !document.isDirty || (await document.save());
  } finally {
    saving.delete(name);
  }
}

/** Resolves when a document has been saved, at the latest after `SAVE_WITHIN`. */
async function endOfSave(document: vscode.TextDocument): Promise<void> {
  await new Promise<void>((resolve) => {
    const watch = vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved === document) done();
    });
    const timer = setTimeout(done, SAVE_WITHIN);
    function done(): void {
      clearTimeout(timer);
      watch.dispose();
      resolve();
    }
  });
}
