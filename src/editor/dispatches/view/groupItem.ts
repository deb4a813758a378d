import * as vscode from 'vscode';
import type { HistoryEntry } from '../historyEntry.ts';
import type { EntryGroup } from './groupEntries.ts';

export const ROW_ICONS: Readonly<Record<HistoryEntry['state'], readonly [icon: string, color: string | undefined]>> = {
  running: ['loading~spin', undefined],
  returned: ['pass', 'testing.iconPassed'],
  raised: ['error', 'testing.iconFailed'],
  failed: ['warning', 'testing.iconErrored'],
  cancelled: ['circle-slash', 'testing.iconSkipped'],
  unknown: ['question', 'testing.iconUnset'],
};

const GROUP_ICONS: Readonly<Record<EntryGroup['kind'], string>> = {
  pinned: 'pinned',
  day: 'calendar',
  method: 'symbol-method',
  inmate: 'package',
};

export function groupItem({ id, kind, label, entries }: EntryGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(GROUP_ICONS[kind]);
  item.description = String(entries.length);
  return item;
}
