import { escapeText } from '../../../text/escape.ts';
import { l10n } from '../../text/l10n.ts';
import type { HistoryEntry } from '../history/historyEntry.ts';

type OfInmate = Pick<HistoryEntry, 'inmateDir'>;

/** Tells of which inmate a dispatch is. Escaped. */
export type InmateNames = (entry: OfInmate) => string;

/** Names inmates by their folders, with as many of the folders above as it takes to tell them apart. */
export function inmateNames(entries: readonly OfInmate[]): InmateNames {
  const dirs = new Set(entries.flatMap(({ inmateDir }) => inmateDir ?? []));
  const all = Array.from(dirs, partsOf);
  const names = new Map(Array.from(dirs, (dir) => [dir, escapeText(nameAmong(partsOf(dir), all))]));
  return ({ inmateDir }) => {
    if (inmateDir === null) return l10n.t('no folder');
    return names.get(inmateDir) ?? escapeText(partsOf(inmateDir).at(-1) ?? inmateDir);
  };
}

function nameAmong(parts: readonly string[], all: readonly (readonly string[])[]): string {
  for (let count = 1; count < parts.length; count++) {
    const name = endOf(parts, count);
    if (all.filter((each) => endOf(each, count) === name).length === 1) return name;
  }
  return parts.join('/');
}

function endOf(parts: readonly string[], count: number): string {
  return parts.slice(-count).join('/');
}

function partsOf(dir: string): readonly string[] {
  return dir.replace(/[\\/]+$/, '').split(/[\\/]/);
}
