import * as vscode from 'vscode';
import { readEngineSettings, readHistoryBounds, type EngineSettings, type HistoryBounds } from './engineSettings.ts';
import { readSaveSettings, type SaveSettings } from './saveSettings.ts';
import type { InspectSetting } from './scopedValue.ts';

/** Reads the settings for a folder, by who set them. */
function inspector(folder: vscode.Uri | undefined): InspectSetting {
  const configuration = vscode.workspace.getConfiguration(undefined, folder ?? null);
  return (id) => {
    const found = configuration.inspect<unknown>(id);
    return {
      byDefault: found?.defaultValue,
      byUser: found?.globalValue,
      byWorkspace: found?.workspaceFolderValue ?? found?.workspaceValue,
    };
  };
}

export function engineSettings(folder: vscode.Uri | undefined): EngineSettings {
  return readEngineSettings(inspector(folder), vscode.workspace.isTrusted);
}

export function historyBounds(): HistoryBounds {
  return readHistoryBounds(inspector(undefined), vscode.workspace.isTrusted);
}

/** Nothing follows a save in Restricted Mode. */
export function saveSettings(folder: vscode.Uri): SaveSettings {
  return readSaveSettings(inspector(folder), vscode.workspace.isTrusted);
}
