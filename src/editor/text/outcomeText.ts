import type { Outcome } from '../../engine/index.ts';
import { clip, formatElapsed, formatSize } from '../../text/words.ts';
import { l10n } from './l10n.ts';

const MAX_TEXT = 200;

/** How a dispatch ended, in a few words; still to be escaped. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'returned':
      return l10n.t('returned');
    case 'raised':
      return l10n.t('raised {0}', clip(outcome.class, MAX_TEXT));
    case 'exited':
      return outcome.signal === null
        ? l10n.t('exited with code {0}', String(outcome.code))
        : l10n.t('ended by {0}', clip(outcome.signal, MAX_TEXT));
    case 'out-of-memory':
      return outcome.limit === null
        ? l10n.t('killed: out of memory')
        : l10n.t('killed: out of memory ({0})', formatSize(outcome.limit));
    case 'timed-out':
      return l10n.t('timed out after {0}', formatElapsed(outcome.limit));
    case 'cancelled':
      return l10n.t('cancelled');
    case 'output-limit':
      return l10n.t('output limit passed');
    case 'protocol-violation':
      return l10n.t('protocol violation at byte {0}', outcome.offset.toLocaleString('en'));
    case 'engine-failed':
      return l10n.t('engine failed');
  }
}
