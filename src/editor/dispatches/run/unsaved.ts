import * as vscode from 'vscode';
import { STEPS, type NextStep } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';
import { whyUnsaved } from './whyUnsaved.ts';

const READ_ONLY = 'files.readonlyInclude';

/** Whether the editor's settings make a file read-only: what was typed before cannot be saved then. */
export function isReadOnly(document: vscode.TextDocument): boolean {
  const files = vscode.workspace.getConfiguration('files', document.uri);
  return isNamed(document, files.get('readonlyInclude')) && !isNamed(document, files.get('readonlyExclude'));
}

function isNamed(document: vscode.TextDocument, patterns: unknown): boolean {
  if (typeof patterns !== 'object' || patterns === null) return false;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return Object.entries(patterns).some(([glob, isOn]) => {
    const pattern = folder && !glob.startsWith('/') ? new vscode.RelativePattern(folder, glob) : glob;
    return isOn === true && vscode.languages.match({ pattern }, document) > 0;
  });
}

/** Tells why a document could not be saved, and what can be done. @param isRefused another save did not come to its end */
export async function unsavedError(document: vscode.TextDocument, isRefused: boolean): Promise<UserError> {
  const { fsPath } = document.uri;
  const [why, ...steps] = isReadOnly(document) ? readOnly() : isRefused ? refused() : await failed(document);
  const message = l10n.t('{0} could not be saved: {1}', fsPath, why);
  return new UserError(message, [...steps, STEPS.file(l10n.t('Show File'), fsPath)]);
}

type Reason = readonly [why: string, ...steps: NextStep[]];

function readOnly(): Reason {
  const settings = STEPS.command(l10n.t('Open Settings'), 'workbench.action.openSettings', READ_ONLY);
  return [l10n.t('the setting {0} makes it read-only', READ_ONLY), settings];
}

function refused(): Reason {
  return [l10n.t('it is read-only in this editor, or another save of it does not end')];
}

async function failed({ uri }: vscode.TextDocument): Promise<Reason> {
  const why = await whyUnsaved(uri.fsPath);
  if (why !== undefined) return [why];
  // The editor's own message has more.
  const compare = STEPS.command(l10n.t('Compare with Disk'), 'workbench.files.action.compareWithSaved', uri);
  return [l10n.t('it was probably changed on the disk meanwhile'), compare];
}
