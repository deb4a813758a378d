import * as vscode from 'vscode';
import type { App, AppCommand } from '../app/app.ts';
import { buildProject } from '../builds/buildProject.ts';
import { COMMANDS } from '../contributions.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { reportError } from '../app/reportError.ts';
import { askProject } from '../scaffold/askProject.ts';
import { folderOf, writeProject, type NewProject } from '../scaffold/writeProject.ts';
import { isRecord } from '../../text/isRecord.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { notify } from '../app/notify.ts';

/** Creates an inmate project, opens it, and offers to build and run it. Returns the folder's URI. */
export const newInmateProject: AppCommand = {
  id: COMMANDS.newProject,
  async execute(app, argument) {
    const parts = await loadEngineParts();
    const project = readProject(argument) ?? (await askProject(parts));
    if (!project) return undefined;
    parts.checkPackageName(project.name);
    parts.checkFolderName(folderOf(project.name));
    if (!parts.isMethodName(project.method)) throw new UserError(l10n.t('This is not a name of a function.'));
    const dir = await writeProject(vscode, parts, project);
    app.log.info(`made the inmate ${project.name} in ${dir.fsPath}`);
    await app.projects.refresh();
    await vscode.window.showTextDocument(vscode.Uri.joinPath(dir, 'inmate.ts'));
    void offerNext(app, dir, project).catch((error: unknown) => reportError(app.log, error));
    return dir;
  },
};

/** Offers the next steps. Not awaited by the command: a notification may stay open for long. */
async function offerNext(app: App, dir: vscode.Uri, { name, method }: NewProject): Promise<void> {
  const made = l10n.t('The inmate {0} is made.', name);
  if (!app.projects.find(dir)) {
    const open = l10n.t('Open Folder');
    if ((await notify.info(made, open)) === open) {
      await vscode.commands.executeCommand('vscode.openFolder', dir);
    }
    return;
  }
  if (!vscode.workspace.isTrusted) return;
  const run = l10n.t('Build and Run');
  const build = l10n.t('Build');
  const install = l10n.t('Install Types');
  const chosen = await notify.info(made, run, build, install);
  const project = app.projects.find(dir);
  if (chosen === run)
    await vscode.commands.executeCommand(COMMANDS.run, { inmate: dir.fsPath, method, ask: 'ifNeeded' });
  else if (chosen === build && project) await buildProject(app, project);
  else if (chosen === install) installTypes(dir);
}

/** Runs in a terminal, where the user sees it. Without types the editor knows neither Node nor the dependencies. */
function installTypes(dir: vscode.Uri): void {
  const terminal = vscode.window.createTerminal({ name: l10n.t('Install Types'), cwd: dir });
  terminal.show(true);
  terminal.sendText('npm ci --ignore-scripts');
}

/** Reads the argument that other extensions pass: `{parent, name, method}`. */
function readProject(argument: unknown): NewProject | undefined {
  if (!isRecord(argument)) return undefined;
  const { parent, name, method } = argument;
  if (!(parent instanceof vscode.Uri) || typeof name !== 'string' || typeof method !== 'string') return undefined;
  return { parent, name, method };
}
