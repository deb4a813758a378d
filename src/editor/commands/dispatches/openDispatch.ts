import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS, TIMELINE_EDITOR } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';

/** Opens the timeline of a dispatch of the history, in a tab that the next one takes over. */
export const openDispatch: AppCommand = {
  id: COMMANDS.openDispatch,
  async execute(_, argument) {
    const uri = readRecording(argument);
    if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, TIMELINE_EDITOR, { preview: true });
  },
};
