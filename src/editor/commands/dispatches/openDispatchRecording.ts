import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS, TIMELINE_EDITOR } from '../../contributions.ts';
import { browseRecording } from '../../dispatches/pickDispatch.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';

/** Opens a recording from any place. */
export const openDispatchRecording: AppCommand = {
  id: COMMANDS.openRecording,
  async execute(_, argument) {
    const uri = readRecording(argument) ?? (await browseRecording());
    if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, TIMELINE_EDITOR);
  },
};
