import * as vscode from 'vscode';
import { clip } from '../../text/words.ts';
import type { App } from '../app/app.ts';
import { l10n } from '../text/l10n.ts';
import type { HistoryEntry } from './history/historyEntry.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

/** Picks a recording from the history, those of the same method as another one first, or a file. */
export async function pickDispatch(
  app: App,
  placeHolder: string,
  except?: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  const to = except && app.history.find(except.fsPath);
  const entries = app.history.entries.filter((entry) => entry.path !== except?.fsPath);
  const isSame = (entry: HistoryEntry): boolean => entry.method === to?.method && entry.inmateDir === to.inmateDir;
  const [same, others] = [entries.filter(isSame), entries.filter((entry) => !isSame(entry))];
  const items = [
    ...headed(l10n.t('Of the same method'), same),
    ...(same.length === 0 ? others.map(pickOf) : headed(l10n.t('Of others'), others)),
  ];
  const file = { label: `$(folder-opened) ${l10n.t('A file…')}`, uri: undefined };
  const picked = await vscode.window.showQuickPick<DispatchPick>([...items, file], {
    placeHolder,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked && (picked.uri ?? browseRecording());
}

/** Picks a recording among files. */
export async function browseRecording(): Promise<vscode.Uri | undefined> {
  const filters = { [l10n.t('Dispatch recordings')]: ['dispatch'] };
  const [chosen] = (await vscode.window.showOpenDialog({ filters, openLabel: l10n.t('Open') })) ?? [];
  return chosen;
}

interface DispatchPick extends vscode.QuickPickItem {
  readonly uri: vscode.Uri | undefined;
}

function headed(label: string, entries: readonly HistoryEntry[]): readonly DispatchPick[] {
  const head = { label, kind: vscode.QuickPickItemKind.Separator, uri: undefined };
  return entries.length === 0 ? [] : [head, ...entries.map(pickOf)];
}

function pickOf({ path, method, args, outcome, preview, startedAt, state }: HistoryEntry): DispatchPick {
  const end = preview === '' ? outcome : preview;
  return {
    label: escapeLabel(clip(`${method}(${args})`, 120)),
    description: state === 'running' ? l10n.t('running') : escapeLabel(clip(end, 120)),
    detail: new Date(startedAt).toLocaleString(),
    uri: vscode.Uri.file(path),
  };
}
