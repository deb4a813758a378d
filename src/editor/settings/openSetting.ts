import * as vscode from 'vscode';
import { MACHINE_SETTINGS, type SettingId } from '../contributions.ts';
import type { SettingOwner } from './scopedValue.ts';

/**
 * Opens the settings editor at a setting of ours.
 *
 * @param folder of the inmate that it is for
 * @param by whose value is meant; by default the one that counts: of the folder, the workspace or the user
 */
export async function openSetting(setting: SettingId, folder?: vscode.Uri, by?: SettingOwner): Promise<void> {
  const query = `@id:${setting}`;
  await vscode.commands.executeCommand(editorOf(setting, folder, by), { query });
}

function editorOf(setting: SettingId, folder: vscode.Uri | undefined, by: SettingOwner | undefined): string {
  if (MACHINE_SETTINGS.includes(setting)) {
    // In a remote window, machine settings are the remote machine's.
    return vscode.env.remoteName === undefined
      ? 'workbench.action.openGlobalSettings'
      : 'workbench.action.openRemoteSettings';
  }
  if (by === 'user') return 'workbench.action.openGlobalSettings';
  const found = vscode.workspace.getConfiguration(undefined, folder ?? null).inspect(setting);
  // Without a workspace file, the settings of the only folder are those of the workspace.
  const hasFolders = vscode.workspace.workspaceFile !== undefined;
  if (hasFolders && found?.workspaceFolderValue !== undefined) return 'workbench.action.openFolderSettings';
  const isWorkspace = found?.workspaceValue !== undefined || found?.workspaceFolderValue !== undefined;
  return isWorkspace ? 'workbench.action.openWorkspaceSettings' : 'workbench.action.openGlobalSettings';
}
