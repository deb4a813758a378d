import { outcomeText as textOf, type Ended } from '../../text/outcomeText.ts';
import { l10n } from './l10n.ts';

/** How a dispatch ended, in a few words of the editor's language; still to be escaped. */
export function outcomeText(ended: Ended): string {
  return textOf(ended, l10n.t);
}
