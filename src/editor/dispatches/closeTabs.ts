import * as vscode from 'vscode';
import { TIMELINE_EDITOR, WHOLE_SCHEME } from '../contributions.ts';

/** Closes the tabs of recordings that were deleted, and of values in them. */
export function closeTabs(recordings: readonly string[]): void {
  const gone = new Set(recordings);
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const closed = tabs.filter(({ input }) => {
    if (input instanceof vscode.TabInputCustom) return input.viewType === TIMELINE_EDITOR && gone.has(input.uri.fsPath);
    if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== WHOLE_SCHEME) return false;
    return recordings.some((path) => input.uri.query.includes(JSON.stringify(vscode.Uri.file(path).toString())));
  });
  if (closed.length > 0) void vscode.window.tabGroups.close(closed, true);
}
