import * as vscode from 'vscode';
import type { App, AppCommand } from '../../app/app.ts';
import { isCall } from '../../calls/isCall.ts';
import { COMMANDS } from '../../contributions.ts';
import { methodAtLine } from '../../inmates/methodAtLine.ts';
import type { MethodTarget } from '../../inmates/methodTarget.ts';
import { runCall } from './runCall.ts';
import { runInmateMethod } from './runInmateMethod.ts';

/**
 * Runs the method that the cursor is in, as its lens would; where it is in none, which one is asked for. In a document
 * of a call it makes that call.
 */
export const runMethodAtCursor: AppCommand = {
  id: COMMANDS.runAtCursor,
  async execute(app) {
    const document = vscode.window.activeTextEditor?.document;
    if (document && isCall(document.uri)) return runCall.execute(app, document.uri);
    const target = await targetAtCursor(app);
    return runInmateMethod.execute(app, target);
  },
};

async function targetAtCursor(app: App): Promise<MethodTarget | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  await app.projects.ready();
  const project = app.projects.find(document.uri);
  if (!project) return undefined;
  const methods = await app.lines.linesOf(project, document);
  const textOf = (line: number): string | undefined =>
    line <= document.lineCount ? document.lineAt(line - 1).text : undefined;
  const method = methodAtLine(methods, selection.active.line + 1, textOf);
  return { inmate: project.dir.fsPath, method, ask: 'ifNeeded' };
}
