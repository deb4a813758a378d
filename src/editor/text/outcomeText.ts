import { outcomeText as textOf, type Ended } from '../../text/outcomeText.ts';
import { l10n } from './l10n.ts';

/** How a dispatch ended, in a few words in the editor's language; not yet escaped. */
export function outcomeText(ended: Ended): string {
  return textOf(ended, l10n.t);
}
