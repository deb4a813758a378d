import * as vscode from 'vscode';
import type { InmateMethod } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';
import { UNKNOWN_PARAMETER } from '../arguments/readChoices.ts';
import { describeParameters } from '../../text/describeMethod.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { STEPS, type NextStep } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

/** What is needed to call a method. */
export type CallableMethod = Pick<InmateMethod, 'name' | 'parameters'> & Partial<Pick<InmateMethod, 'doc'>>;

interface MethodItem extends vscode.QuickPickItem {
  /** `undefined`: the user types the name. */
  readonly method: CallableMethod | undefined;
}

/** Picks a method of an inmate; the name of one that is only known at run time can be typed. */
export async function pickMethod(project: InmateProject): Promise<CallableMethod | undefined> {
  // The list opens at once and accepts typing while the source is still being read.
  const picked = await vscode.window.showQuickPick(methodItems(project), {
    title: escapeText(project.name),
    placeHolder: l10n.t('Which method?'),
    // A timeline that is still loading takes the focus, which must not close this list.
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return picked && (picked.method ?? typeMethod());
}

async function methodItems(project: InmateProject): Promise<MethodItem[]> {
  const found = await project.methods();
  if (!found.ok) throw new UserError(found.message, [showSource(project)]);
  const { methods, unknown, complete, namesKnown, file, problems } = found.methods;
  if (methods.length === 0 && complete) {
    const [problem] = problems;
    const message = problem ? `${problem.file}:${problem.line}: ${problem.message}` : noMethods(file);
    throw new UserError(message, [showSource(project, problem)]);
  }
  const items: MethodItem[] = methods.map((method) => ({
    label: `$(${method.kind.endsWith('generator') ? 'symbol-event' : 'symbol-method'}) ${escapeLabel(method.name)}`,
    description: escapeLabel(describeParameters(method)),
    detail: escapeLabel(method.doc ?? ''),
    method,
  }));
  const maybe = unknown.map(({ name }) => ({
    label: `$(symbol-misc) ${escapeLabel(name)}`,
    description: l10n.t('known only when it runs'),
    method: unknownMethod(name),
  }));
  const other = { label: `$(edit) ${l10n.t('Another method…')}`, method: undefined };
  return [...items, ...maybe, ...(namesKnown ? [] : [other])];
}

/** @returns the method as the source declares it; without known parameters if the source does not tell */
export async function findMethod(project: InmateProject, name: string): Promise<CallableMethod> {
  const found = await project.methods();
  const method = found.ok ? found.methods.methods.find((each) => each.name === name) : undefined;
  if (method) return method;
  const why = found.ok
    ? found.methods.problems.find(({ message }) => message.startsWith(`"${name}" cannot`))
    : undefined;
  if (why) throw new UserError(why.message, [showSource(project, why)]);
  if (found.ok && found.methods.complete) {
    throw new UserError(l10n.t('{0} has no method {1}', project.name, name), [STEPS.run(), showSource(project)]);
  }
  return unknownMethod(name);
}

async function typeMethod(): Promise<CallableMethod | undefined> {
  const name = await vscode.window.showInputBox({ prompt: l10n.t('Name of the method') });
  return name === undefined || name === '' ? undefined : unknownMethod(name);
}

function unknownMethod(name: string): CallableMethod {
  return { name, parameters: [{ ...UNKNOWN_PARAMETER, name: l10n.t('arguments'), rest: true }] };
}

/** Opens the inmate's module, or the place of a problem. */
function showSource(project: InmateProject, problem?: { readonly file: string; readonly line: number }): NextStep {
  const file = problem ? vscode.Uri.joinPath(project.dir, problem.file) : project.file;
  return STEPS.file(l10n.t('Show in Source'), file.fsPath, problem?.line);
}

function noMethods(file: string): string {
  return l10n.t('{0} exports no function', file);
}
