import * as vscode from 'vscode';
import { TIMELINE_EDITOR } from '../contributions.ts';
import { isRecord } from '../../text/isRecord.ts';

/** Reads which recording a command was called with: an item of the *Dispatches* view, a path, or a URI. */
export function readRecording(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return vscode.Uri.file(argument);
  if (isRecord(argument) && typeof argument['path'] === 'string') return vscode.Uri.file(argument['path']);
  return undefined;
}

/** The recording of the active timeline. */
export function activeRecording(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === TIMELINE_EDITOR ? input.uri : undefined;
}
