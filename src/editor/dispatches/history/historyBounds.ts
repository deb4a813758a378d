import type { HistoryBounds } from '../../settings/engineSettings.ts';
import type { HistoryEntry } from './historyEntry.ts';

/**
 * The dispatches to delete so that the history stays within its bounds: the oldest, but not the newest or one whose
 * recording is still being written. Pinned ones stay, and count for nothing.
 *
 * @param entries newest first
 */
export function beyondBounds(entries: readonly HistoryEntry[], bounds: HistoryBounds): readonly HistoryEntry[] {
  let bytes = 0;
  const counted = entries.filter(({ pinned }) => !pinned);
  return counted.filter((entry, i) => {
    bytes += entry.bytes;
    return i > 0 && entry.state !== 'running' && !entry.isOpen && (i >= bounds.maxCount || bytes > bounds.maxBytes);
  });
}
