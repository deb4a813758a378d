import { basename } from 'node:path';
import * as vscode from 'vscode';
import { l10n } from '../../text/l10n.ts';
import { escapeLabel } from '../../text/escapeMarkup.ts';
import { askToSave, type Asked } from './askToSave.ts';
import { isReadOnly, unsavedError } from './unsaved.ts';

/** Milliseconds that another save may take. What makes one slow the editor shows, and lets its user cancel. */
const SAVE_WITHIN = 60_000;
/** Milliseconds. The editor tells of no save that fails: it is asked again. */
const ASK_AGAIN = 50;

/** What `saveSources` is saving now, by the URIs of the documents. */
const saving = new Map<string, Promise<void>>();

/** Saves the open files of a folder, so that what runs is what the user sees. @throws UserError where one cannot be */
export async function saveSources(dir: vscode.Uri): Promise<void> {
  const within = `${dir.path}/`;
  for (const document of vscode.workspace.textDocuments) {
    const { uri } = document;
    if (document.isDirty && uri.scheme === dir.scheme && uri.path.startsWith(within)) await saveInTurn(document);
  }
}

/** Whether a document that is being saved is so by `saveSources`, and not by its user. */
export function isOwnSave({ uri }: Pick<vscode.TextDocument, 'uri'>): boolean {
  return saving.has(uri.toString());
}

/** Runs that begin at the same time save once, and fail together. */
async function saveInTurn(document: vscode.TextDocument): Promise<void> {
  const name = document.uri.toString();
  for (let other = saving.get(name); other; other = saving.get(name)) await other;
  if (!document.isDirty || document.isClosed) return;
  const own = saveOne(document);
  saving.set(name, own);
  try {
    await own;
  } finally {
    saving.delete(name);
  }
}

async function saveOne(document: vscode.TextDocument): Promise<void> {
  let asked = await askToSave(document);
  if (asked === 'refused' && !isReadOnly(document)) asked = await afterAnotherSave(document);
  if (asked !== 'saved') throw await unsavedError(document, asked === 'refused');
}

/** A save that was under way when ours was refused holds all there was to save; where it fails, ours is due. */
async function afterAnotherSave(document: vscode.TextDocument): Promise<Asked> {
  const deadline = Date.now() + SAVE_WITHIN;
  const title = l10n.t('Hoosegow: waiting until {0} is saved', escapeLabel(basename(document.uri.path)));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    let asked: Asked = 'refused';
    while (asked === 'refused' && Date.now() < deadline) {
      asked = (await isSavedSoon(document)) ? 'saved' : await askToSave(document);
    }
    return asked;
  });
}

/** Waits for a document to be saved. @returns whether it was, before it is time to ask again */
function isSavedSoon(document: vscode.TextDocument): Promise<boolean> {
  return new Promise((resolve) => {
    const watch = vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved === document) end(true);
    });
    const timer = setTimeout(() => end(!document.isDirty || document.isClosed), ASK_AGAIN);
    function end(isSaved: boolean): void {
      clearTimeout(timer);
      watch.dispose();
      resolve(isSaved);
    }
  });
}
