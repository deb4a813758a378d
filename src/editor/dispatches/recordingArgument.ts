import * as vscode from 'vscode';
import { TIMELINE_EDITOR } from '../contributions.ts';
import { isRecord } from '../../text/isRecord.ts';
import type { ResultPanel } from '../results/resultPanel.ts';

/** Scheme of the addresses that the editor itself gives to panels. */
const PANEL_SCHEME = 'webview-panel';

/** Reads which recording a command was called with: an item of the *Dispatches* view, a path, or a URI. */
export function readRecording(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument.scheme === PANEL_SCHEME ? undefined : argument;
  if (typeof argument === 'string') return vscode.Uri.file(argument);
  if (isRecord(argument) && typeof argument['path'] === 'string') return vscode.Uri.file(argument['path']);
  return undefined;
}

/** The recording of the active timeline, or else of the result panel if that is visible. */
export function activeRecording(results: Pick<ResultPanel, 'inSight'>): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === TIMELINE_EDITOR) return input.uri;
  return results.inSight;
}
