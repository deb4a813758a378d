import * as vscode from 'vscode';
import { clip } from '../../text/words.ts';
import type { App } from '../app/app.ts';
import { l10n } from '../text/l10n.ts';
import type { HistoryEntry } from './historyEntry.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

/** Picks a recording from the history, or a file. */
export async function pickDispatch(
  app: App,
  placeHolder: string,
  except?: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  const entries = app.history.entries.filter((entry) => entry.path !== except?.fsPath);
  const items = entries.map((entry) => ({ ...itemOf(entry), uri: vscode.Uri.file(entry.path) }));
  const file = { label: `$(folder-opened) ${l10n.t('A file…')}`, description: '', detail: '', uri: undefined };
  const picked = await vscode.window.showQuickPick([...items, file], {
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

function itemOf({ method, args, outcome, startedAt, state }: HistoryEntry): vscode.QuickPickItem {
  return {
    label: escapeLabel(clip(`${method}(${args})`, 120)),
    description: state === 'running' ? l10n.t('running') : escapeLabel(outcome),
    detail: new Date(startedAt).toLocaleString(),
  };
}
