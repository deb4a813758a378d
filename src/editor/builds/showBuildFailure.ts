import * as vscode from 'vscode';
import type { ImageBuildError } from '../../engine/index.ts';
import { withoutColours } from '../../text/escape.ts';
import type { App } from '../app/app.ts';
import { notify } from '../app/notify.ts';
import { SETTINGS } from '../contributions.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { STEPS, type NextStep } from '../steps/nextStep.ts';
import { takeStep } from '../steps/takeStep.ts';
import { escapeLines } from '../text/escapeLines.ts';
import { l10n } from '../text/l10n.ts';
import { dockerfileOf, type BuildMarks } from '../source/buildMarks.ts';
import { failingLine } from './failingLine.ts';

/** Marks the line of the Dockerfile that failed, says why, and offers the line and the log; does not wait for the answer. */
export async function showBuildFailure(app: App, project: InmateProject, error: ImageBuildError): Promise<void> {
  app.log.error(error.message);
  const failure = await markBuildFailure(app.buildMarks, project, error);
  const openLog = keepLog(app, project, error);
  void offerSteps(project, error, { ...failure, openLog });
}

/** Marks the line of the Dockerfile that failed. */
export async function markBuildFailure(
  marks: BuildMarks,
  project: InmateProject,
  error: ImageBuildError,
): Promise<Failure> {
  const failure = await findFailure(project, error);
  await marks.mark(project.dir, failure.line, failure.cause).catch(() => undefined);
  return failure;
}

interface Failure {
  /** Line of the Dockerfile, from 1. */
  readonly line: number | undefined;
  readonly cause: string;
}

async function findFailure({ dir }: InmateProject, { log, detail, message }: ImageBuildError): Promise<Failure> {
  const { failedStep, inSettingWords, lineOfStep } = await loadEngineParts();
  const { cause, ...step } = failedStep(log, detail);
  const text = await Promise.resolve(vscode.workspace.fs.readFile(dockerfileOf(dir))).catch(() => undefined);
  const line = text === undefined ? undefined : lineOfStep(Buffer.from(text).toString('utf8'), step);
  // What the engine part adds is behind the words of the builder.
  const [, hint] = /; ([^;]*--base-image [^;]*)$/.exec(message) ?? [];
  return { line, cause: hint === undefined ? cause : `${cause}; ${inSettingWords(hint).message}` };
}

/** @returns what opens the log, at the place of the failure */
function keepLog(app: App, project: InmateProject, error: ImageBuildError): () => Promise<void> {
  const log = escapeLines(withoutColours(error.log));
  const name = l10n.t('Build of {0}.log', project.name);
  const uri = app.texts.put(`build ${project.dir.toString()}`, name, log);
  const line = failingLine(log, escapeLines(withoutColours(error.detail)));
  return async () => {
    const at = new vscode.Range(line, 0, line, 0);
    const editor = await vscode.window.showTextDocument(uri, { preview: true, selection: at });
    const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1));
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  };
}

async function offerSteps(
  { name, dir }: InmateProject,
  { message }: ImageBuildError,
  { line, cause, openLog }: Failure & { readonly openLog: () => Promise<void> },
): Promise<void> {
  const text =
    line === undefined
      ? l10n.t('The image of {0} could not be built: {1}', name, cause)
      : l10n.t('The image of {0} could not be built: {1} (Dockerfile, line {2})', name, cause, line);
  const log = l10n.t('Open Log');
  const steps: NextStep[] = [STEPS.file(l10n.t('Open Dockerfile'), dockerfileOf(dir).fsPath, line)];
  // The engine's message for a base image that it cannot get.
  if (message.includes('base image')) steps.unshift(STEPS.setting(SETTINGS.baseImage, l10n.t('Choose Base Image')));
  const chosen = await notify.error(text, ...steps.map(({ title }) => title), log);
  if (chosen === log) await openLog();
  const step = steps.find(({ title }) => title === chosen);
  if (step) await takeStep(step, dir);
}
