import { escapeText } from '../../text/escape.ts';
import { clip } from '../../text/words.ts';
import type { HistoryEntry } from '../dispatches/history/historyEntry.ts';
import { l10n } from '../text/l10n.ts';

/** Characters of a name, and of how it ended: a tab has not much room. */
const MAX_PART = 40;

/** How the tab of a result is called: `render · returned · 10:25`, `render · running`. */
export function resultTitle(entry: Pick<HistoryEntry, 'method' | 'state' | 'outcome' | 'startedAt'>): string {
  const method = part(entry.method);
  if (entry.state === 'running') return `${method} · ${l10n.t('running')}`;
  const time = new Date(entry.startedAt);
  const at = Number.isNaN(time.getTime()) ? [] : [clockTime(time)];
  return [method, part(entry.outcome), ...at].join(' · ');
}

function part(text: string): string {
  return clip(escapeText(clip(text, MAX_PART)), MAX_PART);
}

/** The same in every language, and short. */
function clockTime(time: Date): string {
  return [time.getHours(), time.getMinutes()].map((number) => String(number).padStart(2, '0')).join(':');
}
