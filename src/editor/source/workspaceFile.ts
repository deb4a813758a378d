import * as vscode from 'vscode';
import { fileWithin } from './sourcePlace.ts';

/** @returns the file in this workspace; `undefined` if it is outside */
export function workspaceFile(inmateDir: string, file: string): vscode.Uri | undefined {
  return workspaceUri(inmateDir, fileWithin(inmateDir, file));
}

/** @param within path in the folder */
export function workspaceUri(inmateDir: string, within: string | undefined): vscode.Uri | undefined {
  if (within === undefined) return undefined;
  const uri = vscode.Uri.joinPath(vscode.Uri.file(inmateDir), within);
  return vscode.workspace.getWorkspaceFolder(uri) ? uri : undefined;
}
