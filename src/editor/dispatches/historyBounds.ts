import type { HistoryBounds } from '../settings/engineSettings.ts';
import type { HistoryEntry } from './historyEntry.ts';

/**
 * Which dispatches must go so that the history stays within its bounds: the oldest, never one that runs, never the
 * newest.
 *
 * @param entries newest first
 */
export function beyondBounds(entries: readonly HistoryEntry[], bounds: HistoryBounds): readonly HistoryEntry[] {
  let bytes = 0;
  return entries.filter((entry, i) => {
    bytes += entry.bytes;
    return i > 0 && entry.state !== 'running' && (i >= bounds.maxCount || bytes > bounds.maxBytes);
  });
}
