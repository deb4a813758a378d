import type { HistoryEntry } from '../history/historyEntry.ts';
import { runningIcon } from '../run/runningIcon.ts';

type Icon = readonly [icon: string, color: string | undefined];

const ROW_ICONS: Readonly<Record<Exclude<HistoryEntry['state'], 'running'>, Icon>> = {
  returned: ['pass', 'testing.iconPassed'],
  raised: ['error', 'testing.iconFailed'],
  failed: ['warning', 'testing.iconErrored'],
  cancelled: ['circle-slash', 'testing.iconSkipped'],
  unknown: ['question', 'testing.iconUnset'],
};

/** @param now milliseconds since 1970 */
export function rowIcon({ state, startedAt }: Pick<HistoryEntry, 'state' | 'startedAt'>, now: number): Icon {
  if (state === 'running') return [runningIcon(now - new Date(startedAt).getTime()), undefined];
  return ROW_ICONS[state];
}
