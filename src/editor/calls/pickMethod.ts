import * as vscode from 'vscode';
import type { InmateMethod } from '../../engine/index.ts';
import { escapeText } from '../../shared/escape.ts';
import { UNKNOWN_PARAMETER } from '../arguments/readChoices.ts';
import { describeParameters } from '../inmates/describeMethod.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** What is to be known of a method to call it. */
export type CallableMethod = Pick<InmateMethod, 'name' | 'parameters'>;

/** Picks a method of an inmate; one that only running it would tell can be typed. */
export async function pickMethod(project: InmateProject): Promise<CallableMethod | undefined> {
  const found = await project.methods();
  if (!found.ok) throw new UserError(found.message);
  const { methods, complete, file, problems } = found.methods;
  if (methods.length === 0 && complete) {
    const [problem] = problems;
    throw new UserError(problem ? `${problem.file}:${problem.line}: ${problem.message}` : noMethods(file));
  }
  const items = methods.map((method) => ({
    label: `$(${method.kind.endsWith('generator') ? 'symbol-event' : 'symbol-method'}) ${escapeText(method.name)}`,
    description: describeParameters(method),
    detail: escapeText(method.doc ?? ''),
    method,
  }));
  const other = { label: `$(edit) ${l10n.t('Another method…')}`, description: '', detail: '', method: undefined };
  const picked = await vscode.window.showQuickPick(complete ? items : [...items, other], {
    title: escapeText(project.name),
    placeHolder: l10n.t('Which method?'),
    matchOnDetail: true,
  });
  return picked && (picked.method ?? typeMethod());
}

/** @returns the method as the source declares it; one without known parameters where the source does not tell */
export async function findMethod(project: InmateProject, name: string): Promise<CallableMethod> {
  const found = await project.methods();
  const method = found.ok ? found.methods.methods.find((each) => each.name === name) : undefined;
  if (method) return method;
  if (found.ok && found.methods.complete) throw new UserError(l10n.t('{0} has no method {1}', project.name, name));
  return unknownMethod(name);
}

async function typeMethod(): Promise<CallableMethod | undefined> {
  const name = await vscode.window.showInputBox({ prompt: l10n.t('Name of the method') });
  return name === undefined || name === '' ? undefined : unknownMethod(name);
}

function unknownMethod(name: string): CallableMethod {
  return { name, parameters: [{ ...UNKNOWN_PARAMETER, name: l10n.t('arguments'), rest: true }] };
}

function noMethods(file: string): string {
  return l10n.t('{0} exports no function', file);
}
