import type { Outcome } from '../../../engine/index.ts';
import type { HistoryEntry } from '../history/historyEntry.ts';

export function stateOf({ outcome }: Outcome): HistoryEntry['state'] {
  return outcome === 'returned' || outcome === 'raised' || outcome === 'cancelled' ? outcome : 'failed';
}
