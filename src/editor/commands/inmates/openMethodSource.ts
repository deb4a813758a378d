import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { sourceColumn } from '../../source/openSource.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';

/** Opens the source of a method. */
export const openMethodSource: AppCommand = {
  id: COMMANDS.openMethodSource,
  async execute(app, argument) {
    const target = readMethodTarget(argument);
    const project = target && app.projects.findByPath(target.inmate);
    const found = await project?.methods();
    if (!project || !found?.ok) return;
    const { methods, unknown } = found.methods;
    const method = [...methods, ...unknown].find(({ name }) => name === target?.method);
    const file = method ? vscode.Uri.joinPath(project.dir, method.file) : project.file;
    const at = new vscode.Position((method?.line ?? 1) - 1, (method?.column ?? 1) - 1);
    await vscode.window.showTextDocument(file, { selection: new vscode.Range(at, at), viewColumn: sourceColumn(file) });
  },
};
