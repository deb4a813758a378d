import * as vscode from 'vscode';
import type { AppCommand } from '../app/app.ts';
import { COMMANDS } from '../contributions.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { showMade } from '../scaffold/showMade.ts';
import { writeProject } from '../scaffold/writeProject.ts';
import { l10n } from '../text/l10n.ts';

/** Adds to a folder what it lacks for being an inmate. Returns the folder's URI. */
export const makeInmate: AppCommand = {
  id: COMMANDS.makeInmate,
  async execute(app, argument) {
    const dir = argument instanceof vscode.Uri ? argument : await askFolder();
    if (!dir) return undefined;
    await showMade(app, await writeProject(vscode, await loadEngineParts(), { dir, keep: true }));
    return dir;
  },
};

async function askFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only, ...others] = folders;
  if (only && others.length === 0) return only.uri;
  if (only) {
    const placeHolder = l10n.t('Which folder is made an inmate?');
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder }))?.uri;
  }
  const openLabel = l10n.t('Make It an Inmate');
  const picked = await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel });
  return picked?.[0];
}
