import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { isCall } from '../../calls/isCall.ts';
import { COMMANDS } from '../../contributions.ts';

/** Saves the document of a call, a new one beside its inmate. */
export const saveCall: AppCommand = {
  id: COMMANDS.saveCall,
  async execute(_, argument) {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    if (!uri || !isCall(uri)) return undefined;
    return vscode.workspace.save(uri);
  },
};
