import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions.ts';
import { l10n } from '../../text/l10n.ts';
import type { EntryGroup } from './groupEntries.ts';

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

/** The first row of a list that is filtered: says so, and ends it. */
export interface FilterRow {
  /** What is left out. Escaped. */
  readonly filter: string;
}

export function filterItem({ filter }: FilterRow): vscode.TreeItem {
  const item = new vscode.TreeItem(filter);
  item.id = 'filter';
  item.iconPath = new vscode.ThemeIcon('filter-filled');
  item.description = l10n.t('clear filter');
  item.accessibilityInformation = { label: `${filter}, ${item.description}` };
  item.command = { command: COMMANDS.clearDispatchFilter, title: l10n.t('clear filter') };
  return item;
}
