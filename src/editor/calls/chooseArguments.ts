import * as vscode from 'vscode';
import { clip } from '../../text/words.ts';
import type { App } from '../app/app.ts';
import { describeChoices, type ArgumentChoices } from '../dispatches/argumentChoice.ts';
import { askArguments, type AskedArguments } from '../arguments/askArguments.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import type { CallableMethod } from './pickMethod.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';
import { findSavedCalls, type SavedCall } from './savedCalls.ts';

/** The arguments of a call, or where they come from. */
export type ChosenArguments = AskedArguments | { readonly kind: 'saved'; readonly file: vscode.Uri };

/** Lets the user choose recent, saved or new arguments for a call. @returns `undefined` if the user cancelled */
export async function chooseArguments(
  app: App,
  project: InmateProject,
  method: CallableMethod,
): Promise<ChosenArguments | undefined> {
  if (method.parameters.length === 0) return { kind: 'choices', choices: [] };
  const recent = app.remembered.recent({ inmateDir: project.dir.fsPath, method: method.name });
  const saved = await findSavedCalls(project, method.name);
  let initial: ArgumentChoices = [];
  if (recent.length + saved.length > 0) {
    const picked = await pickKnown(method, recent, saved);
    if (!picked) return undefined;
    if (picked.chosen) return picked.chosen;
    initial = recent[0] ?? [];
    if (picked.isDocument) return { kind: 'document', choices: initial };
  }
  return askOrWrite(project, method, initial);
}

/** The arguments of `Run`: the last ones, or none if none are needed; else it asks for them. */
export async function lastArguments(
  app: App,
  project: InmateProject,
  method: CallableMethod,
): Promise<ChosenArguments | undefined> {
  const [last] = app.remembered.recent({ inmateDir: project.dir.fsPath, method: method.name });
  const isRest = method.parameters.at(-1)?.rest === true;
  if (last && (last.length <= method.parameters.length || isRest)) return { kind: 'choices', choices: last };
  if (method.parameters.every(({ optional, rest }) => optional || rest)) return { kind: 'choices', choices: [] };
  return askOrWrite(project, method, []);
}

/** Quick questions where they do, else a document. */
export async function askOrWrite(
  project: InmateProject,
  method: CallableMethod,
  initial: ArgumentChoices,
): Promise<AskedArguments | undefined> {
  const parts = await loadEngineParts();
  if (!parts.isSimple(method.parameters)) return { kind: 'document', choices: initial };
  return askArguments(parts, method, initial, project.dir);
}

interface KnownItem extends vscode.QuickPickItem {
  /** `undefined`: new ones. */
  readonly chosen?: ChosenArguments;
  readonly isDocument?: boolean;
}

async function pickKnown(
  method: CallableMethod,
  recent: readonly ArgumentChoices[],
  saved: readonly SavedCall[],
): Promise<KnownItem | undefined> {
  const anew: KnownItem = { label: `$(edit) ${l10n.t('New arguments…')}` };
  const written: KnownItem = { label: `$(json) ${l10n.t('Arguments in a document…')}`, isDocument: true };
  return vscode.window.showQuickPick([anew, written, ...recentItems(method, recent), ...saved.map(savedItem)], {
    placeHolder: l10n.t('With which arguments?'),
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
}

/** Calls that were made, as items to be picked. */
export function recentItems(
  { name }: CallableMethod,
  recent: readonly ArgumentChoices[],
): (vscode.QuickPickItem & { readonly chosen: AskedArguments & { readonly kind: 'choices' } })[] {
  return recent.map((choices) => ({
    label: `$(history) ${escapeLabel(`${name}(${clip(describeChoices(choices), 120)})`)}`,
    chosen: { kind: 'choices', choices },
  }));
}

function savedItem({ file, name }: SavedCall): KnownItem {
  return { label: `$(file-code) ${escapeLabel(name)}`, description: l10n.t('saved'), chosen: { kind: 'saved', file } };
}
