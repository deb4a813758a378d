import { escapeMessage } from '../../text/escapeMarkup.ts';
import { l10n } from '../../text/l10n.ts';
import type { HistoryEntry } from '../history/historyEntry.ts';
import type { ListChoices } from './listChoices.ts';

/** The name of each way to end, for people who choose one. */
export function stateName(state: HistoryEntry['state']): string {
  switch (state) {
    case 'running':
      return l10n.t('Running');
    case 'returned':
      return l10n.t('Returned');
    case 'raised':
      return l10n.t('Raised an Error');
    case 'failed':
      return l10n.t('Failed');
    case 'cancelled':
      return l10n.t('Cancelled');
    case 'unknown':
      return l10n.t('Without an Outcome');
  }
}

/** Says above the list what is left out of it. */
export function filterText({ text, state }: ListChoices, shown: number, all: number): string {
  const wanted = [
    ...(state === undefined ? [] : [stateName(state)]),
    ...(text === '' ? [] : [`“${escapeMessage(text)}”`]),
  ];
  return l10n.t('{0}: {1} of {2}', wanted.join(', '), shown, all);
}
