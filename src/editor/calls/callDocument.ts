import * as vscode from 'vscode';
import { CALL_ENDING } from '../contributions.ts';
import type { App } from '../app/app.ts';
import type { ArgumentChoices } from '../arguments/argumentChoice.ts';
import { givenOf } from '../arguments/readChoices.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { isCall } from './isCall.ts';
import { newCallFile } from './savedCalls.ts';
import type { CallableMethod } from './pickMethod.ts';

/** Documents that call a method: what is not saved yet has its place beside the inmate already. */
export const CALL_DOCUMENTS: vscode.DocumentSelector = [
  { scheme: 'file', pattern: `**/*${CALL_ENDING}` },
  { scheme: 'untitled', pattern: `**/*${CALL_ENDING}` },
];

/** The inmate that a document calls: that of the folder it lies in, or will lie in. */
export function projectOfCall({ projects }: Pick<App, 'projects'>, uri: vscode.Uri): InmateProject | undefined {
  return isCall(uri) ? projects.find(uri.with({ scheme: 'file' })) : undefined;
}

/**
 * Opens a document for a call of a method, with what is known of its arguments. It is a new file that is not saved yet:
 * nothing is written to the disk before the user saves it, and then it lies beside the inmate.
 *
 * @param replaces whether it takes the place of what stands in such a document that is open already; it can be undone
 */
export async function openCallDocument(
  project: InmateProject,
  method: CallableMethod,
  choices: ArgumentChoices,
  replaces: boolean,
): Promise<vscode.TextEditor> {
  const parts = await loadEngineParts();
  const given = givenOf(parts, method.parameters, choices, project.dir);
  const { text, first } = parts.writeCallText(method, given);
  const file = await newCallFile(project, method.name);
  const document = await vscode.workspace.openTextDocument(file.with({ scheme: 'untitled' }));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (document.getText() !== '' && !replaces) return editor;
  await replaceText(document, text);
  const at = document.positionAt(first);
  editor.selection = new vscode.Selection(at, at);
  return editor;
}

/** Puts a text in place of what a document has, as one step that can be undone. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, document.validateRange(whole), text);
  await vscode.workspace.applyEdit(edit);
}
