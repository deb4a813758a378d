import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS, TIMELINE_EDITOR } from '../../contributions.ts';

/** Opens the recording that comes with the extension: to be looked at without a container engine. */
export const openSampleRecording: AppCommand = {
  id: COMMANDS.openSample,
  async execute({ context }) {
    const sample = vscode.Uri.joinPath(context.extensionUri, 'media', 'sample.dispatch');
    await vscode.commands.executeCommand('vscode.openWith', sample, TIMELINE_EDITOR);
  },
};
