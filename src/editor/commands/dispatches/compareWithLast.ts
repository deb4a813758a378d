import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { compareWithProgress } from '../../compare/showComparison.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';
import { notify } from '../../app/notify.ts';
import { l10n } from '../../text/l10n.ts';

/** Compares a dispatch with the one of the same method before it; the first one with the last. */
export const compareWithLast: AppCommand = {
  id: COMMANDS.compareWithLast,
  async execute(app, argument) {
    const recording = readRecording(argument);
    const entry = recording && app.history.find(recording.fsPath);
    if (!entry) return undefined;
    const last = entry.inmateDir === null ? undefined : app.history.lastOf(entry.inmateDir, entry.method);
    const other = app.history.before(entry.path) ?? (last?.path === entry.path ? undefined : last);
    if (!other) {
      void notify.info(l10n.t('There is no other dispatch of {0} to compare with.', entry.method));
      return undefined;
    }
    return compareWithProgress(app, vscode.Uri.file(entry.path), vscode.Uri.file(other.path));
  },
};
