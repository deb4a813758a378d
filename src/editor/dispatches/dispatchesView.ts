import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import { formatDuration, formatSize } from '../../text/words.ts';
import { COMMANDS, CONTEXT_KEYS, ITEMS, VIEWS } from '../contributions.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { setContext } from '../app/setContext.ts';
import { l10n } from '../text/l10n.ts';
import type { History } from './history.ts';
import type { HistoryEntry } from './historyEntry.ts';
import type { LiveDispatches } from './liveDispatches.ts';
import { stageText } from './runStage.ts';

const ICONS: Readonly<Record<HistoryEntry['state'], readonly [icon: string, color: string | undefined]>> = {
  running: ['loading~spin', undefined],
  returned: ['pass', 'testing.iconPassed'],
  raised: ['error', 'testing.iconFailed'],
  failed: ['warning', 'testing.iconErrored'],
  cancelled: ['circle-slash', 'testing.iconSkipped'],
  unknown: ['question', 'testing.iconUnset'],
};

/**
 * Milliseconds for which a dispatch that has begun is not shown: after one change the editor holds back the next for
 * 200, so that a short run would be told late.
 */
const BRIEF = 150;

/** The view *Dispatches*: the history, newest first. */
export class DispatchesView implements vscode.TreeDataProvider<HistoryEntry>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #history: History;
  readonly #live: LiveDispatches;
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<HistoryEntry | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(history: History, live: LiveDispatches) {
    this.#history = history;
    this.#live = live;
    const options = { treeDataProvider: this, canSelectMany: true };
    this.#lifetime.add(vscode.window.createTreeView(VIEWS.dispatches, options));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
  }

  refresh(): void {
    if (this.#lifetime.ended) return;
    clearTimeout(this.#timer);
    const { entries } = this.#history;
    if (hasJustBegun(entries[0])) this.#timer = setTimeout(() => this.#changed.fire(undefined), BRIEF);
    else this.#changed.fire(undefined);
    setContext(CONTEXT_KEYS.hasDispatches, entries.length > 0);
  }

  /** Brings up to date for how long what runs has run. */
  tick(): void {
    if (this.#lifetime.ended) return;
    for (const entry of this.#history.entries) if (entry.state === 'running') this.#changed.fire(entry);
  }

  getChildren(parent?: HistoryEntry): HistoryEntry[] {
    return parent ? [] : [...this.#history.entries];
  }

  getTreeItem(entry: HistoryEntry): vscode.TreeItem {
    const { id, path, method, args, state } = entry;
    const item = new vscode.TreeItem(`${escapeText(method)}(${escapeText(args)})`);
    const [icon, color] = ICONS[state];
    item.id = id;
    item.contextValue = state === 'running' ? ITEMS.running : ITEMS.ended;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    const description = this.#describe(entry);
    item.description = description;
    item.tooltip = tooltip(entry, description);
    item.accessibilityInformation = { label: `${escapeText(method)}, ${description}, ${escapeText(args)}` };
    item.command = { command: COMMANDS.openDispatch, title: l10n.t('Open Timeline'), arguments: [path] };
    return item;
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #describe({ path, state, outcome, duration }: HistoryEntry): string {
    if (state === 'running') {
      const stage = this.#live.stageOf(path);
      return stage ? stageText(stage, this.#live.find(path)?.limit) : l10n.t('running');
    }
    return duration === null ? escapeText(outcome) : `${escapeText(outcome)} · ${formatDuration(duration)}`;
  }
}

function hasJustBegun(newest: HistoryEntry | undefined): boolean {
  return newest?.state === 'running' && Date.now() - Date.parse(newest.startedAt) < BRIEF;
}

function tooltip(entry: HistoryEntry, description: string): string {
  const { method, args, startedAt, bytes, inmateDir } = entry;
  const lines = [
    `${escapeText(method)}(${escapeText(args)})`,
    description,
    new Date(startedAt).toLocaleString(),
    ...(bytes > 0 ? [formatSize(bytes)] : []),
    ...(inmateDir === null ? [] : [escapeText(inmateDir)]),
  ];
  return lines.join('\n');
}
