import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';
import { loadEngineParts } from '../../loadEngineParts.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { terminalShell } from '../../timeline/terminalShell.ts';
import { UserError } from '../../text/userError.ts';

/** Copies the command that makes the same call, for the shell of the user's terminals. */
export const copyCommandLine: AppCommand = {
  id: COMMANDS.copyCommandLine,
  async execute(_, argument) {
    const recording = readRecording(argument);
    if (!recording) return;
    const { RecordingReader, commandLine, NoCommandError } = await loadEngineParts();
    const { meta } = await RecordingReader.open(recording.fsPath);
    try {
      await vscode.env.clipboard.writeText(commandLine(meta, terminalShell()));
    } catch (error) {
      if (!(error instanceof NoCommandError)) throw error;
      throw new UserError(error.message, [STEPS.runAgain()], { cause: error });
    }
  },
};
