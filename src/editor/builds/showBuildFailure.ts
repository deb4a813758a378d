import * as vscode from 'vscode';
import type { ImageBuildError } from '../../engine/index.ts';
import { withoutColours } from '../../text/escape.ts';
import type { App } from '../app/app.ts';
import { SETTINGS } from '../contributions.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { openSetting } from '../settings/settings.ts';
import { escapeLines } from '../text/escapeLines.ts';
import { l10n } from '../text/l10n.ts';
import { failingLine } from './failingLine.ts';
import { notify } from '../app/notify.ts';

/** Whether the error is a failed build. Its class is in another bundle, so its name and members are checked. */
export function isBuildError(error: unknown): error is ImageBuildError {
  return error instanceof Error && error.name === 'ImageBuildError' && 'log' in error && 'detail' in error;
}

/** Opens the log of a build that failed, at the failing line. */
export async function showBuildFailure(app: App, project: InmateProject, error: ImageBuildError): Promise<void> {
  app.log.error(error.message);
  const log = escapeLines(withoutColours(error.log));
  const name = l10n.t('Build of {0}.log', project.name);
  const uri = app.texts.put(`build ${project.dir.toString()}`, name, log);
  const line = failingLine(log, escapeLines(withoutColours(error.detail)));
  const at = new vscode.Range(line, 0, line, 0);
  const editor = await vscode.window.showTextDocument(uri, { preview: true, selection: at });
  const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  void offerBaseImage(project, error);
}

async function offerBaseImage({ name }: InmateProject, { message, detail }: ImageBuildError): Promise<void> {
  const text = l10n.t('The image of {0} could not be built: {1}', name, detail);
  const open = l10n.t('Choose Base Image');
  // The engine's message for a base image that it cannot get.
  const buttons = message.includes('base image') ? [open] : [];
  const chosen = await notify.error(text, ...buttons);
  if (chosen === open) await openSetting(SETTINGS.baseImage);
}
