import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';

/** Shows the file of a recording where the system shows files. */
export const revealRecording: AppCommand = {
  id: COMMANDS.revealRecording,
  async execute(_, argument) {
    const recording = readRecording(argument);
    if (recording) await vscode.commands.executeCommand('revealFileInOS', recording);
  },
};
