import * as vscode from 'vscode';
import { l10n } from '../text/l10n.ts';
import { installCommand } from './installCommand.ts';

/**
 * Installs packages in a terminal, where the user sees it. Without types the editor knows neither Node nor the
 * dependencies.
 *
 * @param names of packages to add; without any, what the lock file says is installed
 */
export async function installPackages(dir: vscode.Uri, names: readonly string[]): Promise<void> {
  const there = new Set((await vscode.workspace.fs.readDirectory(dir)).map(([name]) => name));
  const command = installCommand(there, names);
  const terminal = vscode.window.createTerminal({ name: l10n.t('Install'), cwd: dir });
  terminal.show(true);
  terminal.sendText(command);
}
