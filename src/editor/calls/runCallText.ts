import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { notify } from '../app/notify.ts';
import { OMITTED, type ArgumentChoice } from '../dispatches/argumentChoice.ts';
import type { RunResult } from '../dispatches/run/dispatchRunner.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts, type EngineParts } from '../loadEngineParts.ts';
import { STEPS, type NextStep } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { callWithValues } from './callMethod.ts';
import { knownMethods } from '../callDocuments/knownMethods.ts';

const MAX_NAMED = 10;

/**
 * Makes the call that a document describes. What is in it may come from anybody: all of it is checked, and a file beyond
 * the folder of the inmate is read only if the user agrees.
 *
 * @param file of the document, to which what is wrong leads
 * @returns `undefined` where the user did not agree, or the image could not be built
 * @throws UserError with what is wrong, and where
 */
export async function runCallText(
  app: App,
  project: InmateProject,
  file: vscode.Uri,
  text: string,
): Promise<RunResult | undefined> {
  if (!vscode.workspace.isTrusted) throw new UserError(l10n.t('In Restricted Mode no method is run.'), [STEPS.trust()]);
  const parts = await loadEngineParts();
  const { method, args, problems } = parts.readCallText(text, await knownMethods(project));
  const [first] = problems;
  if (first || method === undefined || !args) {
    const before = text.slice(0, first?.start ?? 0).split(/\r?\n/);
    const what = first?.message ?? l10n.t('There is no call in it.');
    const at = new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
    throw new UserError(l10n.t('Line {0} of the call: {1}', before.length, what), [showCall(file, at)]);
  }
  const files = await parts.findCallFiles(args, project.dir.fsPath, showCall(file));
  if (files.outside.length > 0 && !(await mayRead(project, files.outside))) return undefined;
  const values = await parts.fillCallFiles(args, files);
  const choices = args.map((value) => choiceOf(parts, value));
  const remembered = app.rememberCall({ inmateDir: project.dir.fsPath, method, choices });
  const [result] = await Promise.all([callWithValues(app, project, method, values), remembered]);
  return result;
}

function showCall(file: vscode.Uri, at = new vscode.Position(0, 0)): NextStep {
  return STEPS.command(l10n.t('Show Call'), 'vscode.open', file, { selection: new vscode.Range(at, at) });
}

function choiceOf(parts: EngineParts, value: unknown): ArgumentChoice {
  return value === undefined ? OMITTED : { kind: 'json', text: parts.callValueOf(value) };
}

function mayRead(project: InmateProject, files: readonly string[]): Promise<boolean> {
  const shown = files.slice(0, MAX_NAMED).join(', ');
  const list = files.length > MAX_NAMED ? `${shown}, …` : shown;
  return notify.confirm(
    l10n.t('This call reads files that are not in the folder of {0}. Give them to the inmate?', project.name),
    list,
    l10n.t('Read and Run'),
  );
}
