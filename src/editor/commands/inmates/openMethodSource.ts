import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { sourceColumn } from '../../source/openSource.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';

/** Opens the source of a method, or of the method of a dispatch. */
export const openMethodSource: AppCommand = {
  id: COMMANDS.openMethodSource,
  async execute(app, argument) {
    const recording = readRecording(argument);
    const dispatch = recording && app.history.find(recording.fsPath);
    const target = dispatch ? { inmate: dispatch.inmateDir, method: dispatch.method } : readMethodTarget(argument);
    const project = target?.inmate ? app.projects.findByPath(target.inmate) : undefined;
    const found = await project?.methods();
    if (!project || !found?.ok) return;
    const { methods, unknown } = found.methods;
    const method = [...methods, ...unknown].find(({ name }) => name === target?.method);
    const file = method ? vscode.Uri.joinPath(project.dir, method.file) : project.file;
    const at = new vscode.Position((method?.line ?? 1) - 1, (method?.column ?? 1) - 1);
    await vscode.window.showTextDocument(file, { selection: new vscode.Range(at, at), viewColumn: sourceColumn(file) });
  },
};
