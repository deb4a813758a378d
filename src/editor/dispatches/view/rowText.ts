import { escapeText } from '../../../text/escape.ts';
import { formatDuration, formatSize, shortenMiddle } from '../../../text/words.ts';
import { l10n } from '../../text/l10n.ts';
import { escapeMarkdown } from '../../text/escapeMarkdown.ts';
import type { HistoryEntry } from '../history/historyEntry.ts';
import { ageText } from './ageText.ts';

/** Characters: what came of a call must be in sight in a side bar of the usual width, behind the call itself. */
const MAX_ARGS = 14;
const MAX_PREVIEW = 40;

/** What is not told by the entry itself. */
export interface RowContext {
  readonly now: number;
  /** How far it is, while it runs. */
  readonly stage: string | undefined;
  /** Of which inmate it is, escaped; `undefined` where the list has but one. */
  readonly inmate: string | undefined;
}

/** The call: `render({ total: 3…}, "x")`. Escaped. */
export function rowLabel({ method, args }: HistoryEntry): string {
  return `${escapeText(method)}(${shortenMiddle(escapeText(args), MAX_ARGS)})`;
}

/** What came of it first, then how long it took, how long ago, and of which inmate it was. Escaped. */
export function rowDescription(entry: HistoryEntry, { now, stage, inmate }: RowContext): string {
  const { state, preview, outcome, duration, startedAt, pinned } = entry;
  const isRunning = state === 'running';
  const end = preview === '' ? escapeText(outcome) : shortenMiddle(escapeText(preview), MAX_PREVIEW);
  const parts = [
    isRunning ? (stage ?? l10n.t('running')) : end,
    ...(isRunning || duration === null ? [] : [formatDuration(duration)]),
    ...(isRunning ? [] : [ageText(startedAt, now)]),
    ...(inmate === undefined ? [] : [inmate]),
    ...(pinned ? [l10n.t('pinned')] : []),
  ];
  return parts.join(' · ');
}

/** What a screen reader says of a row: the outcome too, which is an icon else. Escaped. */
export function rowSpoken(entry: HistoryEntry, context: RowContext): string {
  const { method, args, state, outcome, preview } = entry;
  const end = state === 'running' || preview === '' ? [] : [escapeText(outcome)];
  return [escapeText(method), ...end, rowDescription(entry, context), escapeText(args)].join(', ');
}

/** All that is kept of a dispatch, as Markdown without links. */
export function rowTooltip(entry: HistoryEntry, description: string): string {
  const { method, args, state, outcome, preview, duration, startedAt, bytes, inmateDir } = entry;
  const took = duration === null ? '' : ` · ${formatDuration(duration)}`;
  const lines = [
    `**${escapeMarkdown(`${method}(${args})`)}**`,
    state === 'running' ? escapeMarkdown(description) : escapeMarkdown(`${outcome}${took}`),
    ...(preview === '' ? [] : [escapeMarkdown(preview)]),
    escapeMarkdown(new Date(startedAt).toLocaleString()),
    ...(bytes > 0 ? [escapeMarkdown(formatSize(bytes))] : []),
    ...(inmateDir === null ? [] : [escapeMarkdown(inmateDir)]),
  ];
  return lines.join('\n\n');
}
