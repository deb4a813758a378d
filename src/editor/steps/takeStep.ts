import * as vscode from 'vscode';
import { loadEditorParts } from '../loadEditorParts.ts';
import { l10n } from '../text/l10n.ts';
import type { NextStep } from './nextStep.ts';

/** Does what the button of a step says. @param folder whose settings are meant */
export async function takeStep(step: NextStep, folder?: vscode.Uri): Promise<void> {
  switch (step.kind) {
    case 'command':
      await vscode.commands.executeCommand(step.command, ...(step.args ?? []));
      return;
    case 'folder':
      await vscode.commands.executeCommand(step.command, vscode.Uri.file(step.dir), ...(step.args ?? []));
      return;
    case 'setting': {
      const { openSetting } = await loadEditorParts();
      await openSetting(step.setting, folder, step.by);
      return;
    }
    case 'file': {
      const at = new vscode.Position(Math.max(0, step.line - 1), Math.max(0, step.column - 1));
      await vscode.window.showTextDocument(vscode.Uri.file(step.path), { selection: new vscode.Range(at, at) });
      return;
    }
    case 'terminal': {
      const terminal = vscode.window.createTerminal({ name: l10n.t('Hoosegow: {0}', step.title) });
      terminal.show();
      terminal.sendText(step.line, false);
      return;
    }
    case 'page':
      await vscode.env.openExternal(vscode.Uri.parse(step.url, true));
  }
}
