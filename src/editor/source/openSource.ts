import * as vscode from 'vscode';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { fileWithin, type TracePlace } from './sourcePlace.ts';

/**
 * Opens the workspace file that a trace names.
 *
 * @param inmateDir as recorded; a recording may come from any source, so only folders of this workspace are accepted
 * @throws UserError if there is no such file
 */
export async function openSource(inmateDir: string | null, place: TracePlace): Promise<void> {
  const uri = inmateDir === null ? undefined : workspaceFile(inmateDir, place.file);
  if (!uri) throw new UserError(l10n.t('{0} is not a file of this workspace', place.file));
  const line = Math.max(0, place.line - 1);
  const at = new vscode.Position(line, Math.max(0, (place.column ?? 1) - 1));
  try {
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), viewColumn: sourceColumn(uri) });
  } catch (error) {
    throw new UserError(l10n.t('{0} cannot be opened: is it still there?', place.file), { cause: error });
  }
}

/** @returns the file in this workspace; `undefined` if it is outside */
export function workspaceFile(inmateDir: string, file: string): vscode.Uri | undefined {
  const within = fileWithin(inmateDir, file);
  if (within === undefined) return undefined;
  const uri = vscode.Uri.joinPath(vscode.Uri.file(inmateDir), within);
  return vscode.workspace.getWorkspaceFolder(uri) ? uri : undefined;
}

/** Opens beside a timeline, so that the user sees both: in the group that has the file, or in any other one. */
export function sourceColumn(uri: vscode.Uri): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const input = activeTabGroup.activeTab?.input;
  const isTimeline = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputWebview;
  if (!isTimeline) return vscode.ViewColumn.Active;
  const others = all.filter(({ viewColumn }) => viewColumn !== activeTabGroup.viewColumn);
  const holds = ({ input: open }: vscode.Tab): boolean =>
    open instanceof vscode.TabInputText && open.uri.toString() === uri.toString();
  const group = others.find(({ tabs }) => tabs.some(holds)) ?? others[0];
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}
