import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import type { App } from '../app/app.ts';
import { comparisonsOf } from './comparisonsOf.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import { openRecording } from '../timeline/recordingAccess.ts';
import type { Comparison } from '../lazy/compare/alignDispatches.ts';

/**
 * Shows two dispatches in one view, the editor's own diff, from its beginning: what differs in one line, then
 * arguments, result, output and times.
 */
export async function showComparison(app: App, first: vscode.Uri, second: vscode.Uri): Promise<Comparison> {
  const { alignDispatches } = await loadEngineParts();
  const opened = [await openRecording(first, app.live), await openRecording(second, app.live)] as const;
  // The older one is on the left, as in a diff of versions.
  const inOrder = opened[0].reader.meta.startedAt <= opened[1].reader.meta.startedAt;
  const [left, right] = inOrder ? opened : [opened[1], opened[0]];
  try {
    const comparison = await alignDispatches(left.reader, right.reader);
    const [leftName, rightName] = [nameOf(left.reader.meta), nameOf(right.reader.meta)];
    const names = `${leftName} ↔ ${rightName}`;
    const key = `compare ${first.toString()} ${second.toString()}`;
    const [before, after] = comparisonsOf(app).put(key, comparison.lines);
    await vscode.commands.executeCommand('vscode.diff', before, after, l10n.t('Compared: {0}', names), {
      preview: false,
      selection: new vscode.Range(0, 0, 0, 0),
    });
    return comparison;
  } finally {
    left.dispose();
    right.dispose();
  }
}

/** As `showComparison`, with a sign that it goes on. */
export async function compareWithProgress(app: App, first: vscode.Uri, second: vscode.Uri): Promise<Comparison> {
  const title = l10n.t('Hoosegow: comparing dispatches');
  const options = { location: vscode.ProgressLocation.Notification, title };
  return vscode.window.withProgress(options, async () => showComparison(app, first, second));
}

function nameOf({ method, startedAt }: { readonly method: string; readonly startedAt: string }): string {
  return escapeText(`${method} ${new Date(startedAt).toLocaleTimeString()}`);
}
