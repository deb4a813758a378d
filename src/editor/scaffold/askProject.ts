import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import { checkFree, folderOf, type NewProject } from './writeProject.ts';
import { escapeLabel, escapeMessage } from '../text/escapeMarkup.ts';

/** Suggested name of the first method. */
const USUAL_METHOD = 'greet';

/** Asks for the folder, the name and the first method of a new project. @returns `undefined` if the user cancelled */
export async function askProject(parts: EngineParts): Promise<NewProject | undefined> {
  const parent = await askParent();
  if (!parent) return undefined;
  const name = await vscode.window.showInputBox({
    title: l10n.t('New inmate project (2/3): name'),
    prompt: escapeMessage(l10n.t('A folder of this name is made in {0}', parent.fsPath)),
    value: 'my-inmate',
    ignoreFocusOut: true,
    validateInput: (text) => checkName(parts, parent, text),
  });
  if (name === undefined) return undefined;
  const method = await vscode.window.showInputBox({
    title: l10n.t('New inmate project (3/3): first method'),
    prompt: l10n.t('A function of this name is exported by inmate.ts'),
    value: USUAL_METHOD,
    ignoreFocusOut: true,
    validateInput: (text) => (parts.isMethodName(text) ? undefined : l10n.t('This is not a name of a function.')),
  });
  return method === undefined ? undefined : { parent, name, method };
}

async function askParent(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) return browse();
  const items = folders.map(({ name, uri }) => {
    return { label: `$(root-folder) ${escapeLabel(name)}`, description: escapeLabel(uri.fsPath), uri };
  });
  const other = { label: `$(folder-opened) ${l10n.t('Another folder…')}`, description: '', uri: undefined };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title: l10n.t('New inmate project (1/3): folder'),
    placeHolder: l10n.t('Where is the folder of the project made?'),
    ignoreFocusOut: true,
  });
  return picked && (picked.uri ?? browse());
}

async function browse(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t('Make the Project Here'),
    })) ?? [];
  return folder;
}

async function checkName(parts: EngineParts, parent: vscode.Uri, name: string): Promise<string | undefined> {
  try {
    parts.checkPackageName(name);
    parts.checkFolderName(folderOf(name));
  } catch {
    return l10n.t('This is not a name for a package: small letters, digits, "-", "_" and "." make one.');
  }
  try {
    await checkFree(vscode, parts, { parent, name, method: USUAL_METHOD });
    return undefined;
  } catch (error) {
    return escapeMessage(messageOf(error));
  }
}
