import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { notify } from '../app/notify.ts';
import { reportError } from '../app/reportError.ts';
import { buildProject } from '../builds/buildProject.ts';
import { COMMANDS } from '../contributions.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { installPackages } from '../source/installPackages.ts';
import { l10n } from '../text/l10n.ts';
import type { MadeProject } from './writeProject.ts';

/** Opens a new inmate at its first method, and offers the next steps. */
export async function showMade(app: App, made: MadeProject): Promise<void> {
  app.log.info(`made the inmate ${made.name} in ${made.dir.fsPath}: ${made.added.join(', ')}`);
  await app.projects.refresh();
  const method = await openFirstMethod(made.main);
  // Not awaited: a notification may stay open for long.
  void offerNext(app, made, method).catch((error: unknown) => reportError(app.log, error));
}

/** @returns the name of the first method, if the module has one */
async function openFirstMethod(main: vscode.Uri): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(main);
  const { dialectOf, readMethodPlaces } = await loadEngineParts();
  const [first] = await readMethodPlaces(document.getText(), dialectOf(main.path)).catch(() => []);
  const line = first ? document.lineAt(Math.min(first.line, document.lineCount) - 1) : undefined;
  const column = Math.max(0, line && first ? line.text.indexOf(first.name) : 0);
  const at = new vscode.Position(line?.lineNumber ?? 0, column);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
  return first?.name;
}

async function offerNext(app: App, made: MadeProject, method: string | undefined): Promise<void> {
  const { dir } = made;
  const told = describeMade(made);
  if (!app.projects.find(dir)) {
    const open = l10n.t('Open Folder');
    if ((await notify.info(told, open)) === open) await vscode.commands.executeCommand('vscode.openFolder', dir);
    return;
  }
  if (!vscode.workspace.isTrusted) return void (await notify.info(told));
  const run = l10n.t('Build and Run');
  const build = l10n.t('Build');
  const install = l10n.t('Install Types');
  const hasTypes = made.added.includes('package.json');
  const chosen = await notify.info(told, ...(method === undefined ? [] : [run]), build, ...(hasTypes ? [install] : []));
  const project = app.projects.find(dir);
  if (chosen === run)
    await vscode.commands.executeCommand(COMMANDS.run, { inmate: dir.fsPath, method, ask: 'ifNeeded' });
  else if (chosen === build && project) await buildProject(app, project);
  else if (chosen === install) await installPackages(dir, []);
}

/** What was added to a folder that held something; of a new one only that it is there. */
function describeMade({ name, added, kept }: MadeProject): string {
  if (kept.length === 0) return l10n.t('The inmate {0} is made.', name);
  const told = l10n.t('{0} is an inmate now. Added: {1}. Left as they were: {2}.', name, list(added), list(kept));
  if (!kept.includes('Dockerfile')) return told;
  return `${told} ${l10n.t('Its Dockerfile has to start what that of an inmate starts: see the README of a new inmate.')}`;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
