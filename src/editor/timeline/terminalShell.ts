import * as vscode from 'vscode';
import { shellOf, type Shell } from '../../text/shell/shell.ts';

/** The shell that a new terminal has: where the user pastes a command. It can change at any time. */
export function terminalShell(): Shell {
  return shellOf(vscode.env.shell, process.platform);
}
