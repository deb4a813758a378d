import * as vscode from 'vscode';
import { COMMANDS, CONTEXT_KEYS, ITEMS, VIEWS } from '../../contributions.ts';
import { Lifetime, type Disposable } from '../../app/lifetime.ts';
import { setContext } from '../../app/setContext.ts';
import { l10n } from '../../text/l10n.ts';
import type { History } from '../history/history.ts';
import type { HistoryEntry } from '../history/historyEntry.ts';
import type { LiveDispatches } from '../run/liveDispatches.ts';
import { stageText } from '../run/runStage.ts';
import { filterText } from './filterText.ts';
import { groupEntries, type EntryGroup } from './groupEntries.ts';
import { inmateNames, type InmateNames } from './inmateNames.ts';
import { rowIcon } from './rowIcon.ts';
import { filterItem, groupItem, type FilterRow } from './rowItems.ts';
import { filterEntries, isFiltered, readChoices, type ListChoices } from './listChoices.ts';
import { rowDescription, rowLabel, rowSpoken, rowTooltip, type RowContext } from './rowText.ts';
import { ageText } from './ageText.ts';

type Row = HistoryEntry | EntryGroup | FilterRow;

/**
 * Milliseconds for which a dispatch that has begun is not shown: after one change the editor holds back the next for
 * 200, so that a short run would be told late.
 */
const BRIEF = 150;
/** Milliseconds after which ages are looked at again. */
const AGING = 20_000;
const STORED = 'dispatchesList';

/** The view *Dispatches*: the history, newest first, as its user wants to see it. */
export class DispatchesView implements vscode.TreeDataProvider<Row>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #history: History;
  readonly #live: LiveDispatches;
  readonly #memory: vscode.Memento;
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<Row | Row[] | undefined>());
  readonly #view: vscode.TreeView<Row>;
  /** The age that each row says. */
  readonly #ages = new Map<HistoryEntry, string>();
  readonly onDidChangeTreeData = this.#changed.event;
  #choices: ListChoices;
  /** `undefined` where the list has dispatches of one inmate only. */
  #names: InmateNames | undefined;
  /** The day on which the groups were made. */
  #day = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(history: History, live: LiveDispatches, memory: vscode.Memento) {
    this.#history = history;
    this.#live = live;
    this.#memory = memory;
    this.#choices = readChoices(memory.get(STORED));
    const options = { treeDataProvider: this, canSelectMany: true };
    this.#view = this.#lifetime.add(vscode.window.createTreeView(VIEWS.dispatches, options));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
    const aging = setInterval(() => this.#age(), AGING).unref();
    this.#lifetime.add({ dispose: () => clearInterval(aging) });
    this.#lifetime.add(this.#view.onDidChangeVisibility(() => this.#age()));
    setContext(CONTEXT_KEYS.filtered, isFiltered(this.#choices));
  }

  get choices(): ListChoices {
    return this.#choices;
  }

  /** The dispatches that are selected. */
  get selection(): readonly HistoryEntry[] {
    return this.#view.selection.filter(isEntry);
  }

  /** Shows the list in another way, also in later sessions. */
  async choose(choices: Partial<ListChoices>): Promise<void> {
    this.#choices = { ...this.#choices, ...choices };
    this.refresh();
    await this.#memory.update(STORED, this.#choices);
  }

  refresh(): void {
    if (this.#lifetime.ended) return;
    clearTimeout(this.#timer);
    const { entries } = this.#history;
    if (hasJustBegun(entries[0])) this.#timer = setTimeout(() => this.#changed.fire(undefined), BRIEF);
    else this.#changed.fire(undefined);
    setContext(CONTEXT_KEYS.hasDispatches, entries.length > 0);
    setContext(CONTEXT_KEYS.filtered, isFiltered(this.#choices));
  }

  /** Brings up to date for how long what runs has run. */
  tick(): void {
    if (this.#lifetime.ended) return;
    for (const entry of this.#history.entries) if (entry.state === 'running') this.#changed.fire(entry);
  }

  getChildren(parent?: Row): Row[] {
    if (parent) return isGroup(parent) ? [...parent.entries] : [];
    const { entries } = this.#history;
    this.#ages.clear();
    this.#day = new Date().toDateString();
    const names = inmateNames(entries);
    this.#names = entries.some(({ inmateDir }) => inmateDir !== entries[0]?.inmateDir) ? names : undefined;
    const shown = filterEntries(entries, this.#choices);
    const rows = groupEntries(shown, this.#choices.grouping, Date.now(), names);
    if (!isFiltered(this.#choices) || entries.length === 0) return [...rows];
    return [{ filter: filterText(this.#choices, shown.length, entries.length) }, ...rows];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (isGroup(row)) return groupItem(row);
    if (isFilter(row)) return filterItem(row);
    const { id, path, state, pinned, startedAt } = row;
    const context = this.#contextOf(row);
    this.#ages.set(row, ageText(startedAt, context.now));
    const item = new vscode.TreeItem(rowLabel(row));
    const [icon, color] = rowIcon(row, context.now);
    item.id = id;
    item.contextValue = state === 'running' ? ITEMS.running : pinned ? ITEMS.pinned : ITEMS.ended;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    item.description = rowDescription(row, context);
    item.accessibilityInformation = { label: rowSpoken(row, context) };
    item.command = { command: COMMANDS.openDispatch, title: l10n.t('Open Timeline'), arguments: [path] };
    return item;
  }

  /** Tooltips are made for the rows that the pointer rests on. */
  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    if (isEntry(row)) {
      item.tooltip = new vscode.MarkdownString(rowTooltip(row, rowDescription(row, this.#contextOf(row))));
    }
    return item;
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #contextOf(entry: HistoryEntry): RowContext {
    const { path } = entry;
    const stage = this.#live.stageOf(path);
    return {
      now: Date.now(),
      stage: stage && stageText(stage, this.#live.find(path)?.limit),
      inmate: this.#names?.(entry),
    };
  }

  /** Brings up to date rows whose age is told in other words by now, and on another day the groups. */
  #age(): void {
    if (this.#lifetime.ended || !this.#view.visible) return;
    const now = Date.now();
    const aged = Array.from(this.#ages).filter(([{ startedAt }, age]) => ageText(startedAt, now) !== age);
    if (new Date(now).toDateString() !== this.#day) this.#changed.fire(undefined);
    else if (aged.length > 0) this.#changed.fire(aged.map(([entry]) => entry));
  }
}

function isGroup(row: Row): row is EntryGroup {
  return 'entries' in row;
}

function isFilter(row: Row): row is FilterRow {
  return 'filter' in row;
}

function isEntry(row: Row): row is HistoryEntry {
  return !isGroup(row) && !isFilter(row);
}

function hasJustBegun(newest: HistoryEntry | undefined): boolean {
  return newest?.state === 'running' && Date.now() - Date.parse(newest.startedAt) < BRIEF;
}
