import type { RunEnd } from '../dispatches/run/runEnd.ts';
import { escapeText } from '../../text/escape.ts';
import { previewValue } from '../../text/previewValue.ts';
import { clip } from '../../text/words.ts';
import { outcomeText } from '../text/outcomeText.ts';

/** Characters behind a line of source. */
const MAX_TEXT = 120;

/** What came of a run, in one short line that is fit to be shown: the result, what was raised, or how else it ended. */
export function inlineText({ outcome, value }: RunEnd): string {
  return clip(escapeText(clip(said({ outcome, value }), MAX_TEXT)), MAX_TEXT);
}

function said({ outcome, value }: RunEnd): string {
  if (outcome.outcome === 'returned') return `→ ${previewValue(value, MAX_TEXT)}`;
  if (outcome.outcome === 'raised') return `✗ ${outcome.class}: ${outcome.message}`;
  return `✗ ${outcomeText(outcome)}`;
}
