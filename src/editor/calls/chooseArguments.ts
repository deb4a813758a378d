import * as vscode from 'vscode';
import { clip } from '../../text/words.ts';
import type { App } from '../app/app.ts';
import { describeChoices, type ArgumentChoices } from '../arguments/argumentChoice.ts';
import { askArguments } from '../arguments/askArguments.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import type { CallableMethod } from './pickMethod.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

/** Lets the user choose recent or new arguments for a call. @returns `undefined` if the user cancelled */
export async function chooseArguments(
  app: App,
  project: InmateProject,
  method: CallableMethod,
): Promise<ArgumentChoices | undefined> {
  if (method.parameters.length === 0) return [];
  const recent = app.remembered.recent({ inmateDir: project.dir.fsPath, method: method.name });
  let initial: ArgumentChoices = [];
  if (recent.length > 0) {
    const picked = await pickRecent(method, recent);
    if (!picked) return undefined;
    if (picked.use) return picked.choices;
    initial = picked.choices;
  }
  return askArguments(await loadEngineParts(), method, initial);
}

/** The arguments of `Run`: the last ones, or none if none are needed; else it asks for them. */
export async function lastArguments(
  app: App,
  project: InmateProject,
  method: CallableMethod,
): Promise<ArgumentChoices | undefined> {
  const [last] = app.remembered.recent({ inmateDir: project.dir.fsPath, method: method.name });
  if (last && last.length <= method.parameters.length) return last;
  if (method.parameters.every(({ optional, rest }) => optional || rest)) return [];
  return askArguments(await loadEngineParts(), method, []);
}

async function pickRecent(
  { name }: CallableMethod,
  recent: readonly ArgumentChoices[],
): Promise<{ readonly use: boolean; readonly choices: ArgumentChoices } | undefined> {
  const anew = { label: `$(edit) ${l10n.t('New arguments…')}`, use: false, choices: recent[0] ?? [] };
  const items = recent.map((choices) => ({
    label: `$(history) ${escapeLabel(`${name}(${clip(describeChoices(choices), 120)})`)}`,
    use: true,
    choices,
  }));
  return vscode.window.showQuickPick([anew, ...items], {
    placeHolder: l10n.t('With which arguments?'),
    ignoreFocusOut: true,
  });
}
