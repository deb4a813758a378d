import * as vscode from 'vscode';
import { clip } from '../../text/words.ts';
import { escapeMessage } from '../text/escapeMarkup.ts';

const MAX_MESSAGE = 800;

/** Shows messages to the user. Every message of the extension goes through here, so that all are escaped. */
export const notify = {
  /** @returns the action that was chosen */
  info: async (message: string, ...actions: readonly string[]): Promise<string | undefined> =>
    vscode.window.showInformationMessage(fit(message), ...actions),

  /** @returns the action that was chosen */
  error: async (message: string, ...actions: readonly string[]): Promise<string | undefined> =>
    vscode.window.showErrorMessage(fit(message), ...actions),

  /** Asks before something that cannot be undone. */
  confirm: async (question: string, detail: string, yes: string): Promise<boolean> => {
    const options = { modal: true, detail: fit(detail) };
    return (await vscode.window.showWarningMessage(fit(question), options, yes)) === yes;
  },
};

function fit(message: string): string {
  return clip(escapeMessage(message), MAX_MESSAGE);
}
