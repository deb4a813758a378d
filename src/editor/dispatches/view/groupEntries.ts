import { escapeText } from '../../../text/escape.ts';
import { l10n } from '../../text/l10n.ts';
import type { HistoryEntry } from '../history/historyEntry.ts';
import { dayText, midnightOf } from './ageText.ts';
import { inmateNames, type InmateNames } from './inmateNames.ts';
import type { Grouping } from './listChoices.ts';

/** Dispatches under one head. */
export interface EntryGroup {
  readonly id: string;
  readonly kind: Exclude<Grouping, 'flat'> | 'pinned';
  /** Escaped. */
  readonly label: string;
  /** In the order of the list. */
  readonly entries: readonly HistoryEntry[];
}

/** The rows of the list: pinned ones first, each only once; then the others, in groups that begin with the newest. */
export function groupEntries(
  entries: readonly HistoryEntry[],
  grouping: Grouping,
  now: number,
  names: InmateNames = inmateNames(entries),
): readonly (HistoryEntry | EntryGroup)[] {
  const pinned = entries.filter((entry) => entry.pinned);
  const others = entries.filter((entry) => !entry.pinned);
  if (grouping === 'flat') return [...pinned, ...others];
  const groups = new Map<string, { readonly label: string; readonly entries: HistoryEntry[] }>();
  for (const entry of others) {
    const { key, label } = HEADS[grouping](entry, { now, names, others });
    const known = groups.get(key);
    if (known) known.entries.push(entry);
    else groups.set(key, { label: label(), entries: [entry] });
  }
  return [
    ...(pinned.length === 0
      ? []
      : [{ id: 'group pinned', kind: 'pinned' as const, label: l10n.t('Pinned'), entries: pinned }]),
    ...Array.from(groups, ([key, group]) => ({ id: `group ${grouping} ${key}`, kind: grouping, ...group })),
  ];
}

interface Head {
  readonly key: string;
  /** Asked for once a group. */
  readonly label: () => string;
}

interface Surroundings {
  readonly now: number;
  readonly names: InmateNames;
  /** All that are grouped. */
  readonly others: readonly HistoryEntry[];
}

const HEADS: Readonly<Record<Exclude<Grouping, 'flat'>, (entry: HistoryEntry, around: Surroundings) => Head>> = {
  day: ({ startedAt }, { now }) => ({
    key: String(midnightOf(Date.parse(startedAt))),
    label: () => dayText(startedAt, now),
  }),
  method: (entry, { names, others }) => ({
    key: JSON.stringify([entry.inmateDir, entry.method]),
    label: () => {
      const isShared = others.some((each) => each.method === entry.method && each.inmateDir !== entry.inmateDir);
      return `${escapeText(entry.method)}${isShared ? ` · ${names(entry)}` : ''}`;
    },
  }),
  inmate: (entry, { names }) => ({ key: entry.inmateDir ?? '', label: () => names(entry) }),
};
