import * as vscode from 'vscode';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { isPlainPackageName } from './installCommand.ts';
import { dependencyFile, fileWithin, type TracePlace } from './sourcePlace.ts';
import { workspaceUri } from './workspaceFile.ts';

/**
 * Opens the workspace file that a trace names, also one of a dependency that is installed in the inmate's folder.
 *
 * @param inmateDir as recorded; a recording may come from any source, so only folders of this workspace are accepted
 * @throws UserError if there is no such file
 */
export async function openSource(inmateDir: string | null, place: TracePlace): Promise<void> {
  const dependency = inmateDir === null ? undefined : dependencyFile(inmateDir, place.file);
  const uri =
    inmateDir === null ? undefined : workspaceUri(inmateDir, dependency?.within ?? fileWithin(inmateDir, place.file));
  if (!uri || inmateDir === null) {
    throw new UserError(l10n.t('{0} is not a file of this workspace', place.file), [STEPS.openFolder()]);
  }
  const line = Math.max(0, place.line - 1);
  const at = new vscode.Position(line, Math.max(0, (place.column ?? 1) - 1));
  try {
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), viewColumn: sourceColumn(uri) });
  } catch (error) {
    if (dependency) throw notInstalled(inmateDir, dependency.name, error);
    const message = l10n.t('{0} cannot be opened: is it still there?', place.file);
    throw new UserError(message, [STEPS.runAgain()], { cause: error });
  }
}

function notInstalled(inmateDir: string, name: string, cause: unknown): UserError {
  const message = l10n.t('This place is in the package {0}, which is installed in the container and not here', name);
  return new UserError(message, isPlainPackageName(name) ? [STEPS.install(inmateDir, name)] : [], { cause });
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
