import type { Outcome } from '../../../engine/index.ts';
import { previewValue } from '../../../text/previewValue.ts';
import { clip } from '../../../text/words.ts';

const MAX_PREVIEW = 200;

/** What a dispatch returned or raised, in one line; empty where it did neither. Not yet escaped. */
export function previewOf(outcome: Outcome, value: unknown): string {
  if (outcome.outcome === 'returned') return clip(previewValue(value, MAX_PREVIEW), MAX_PREVIEW);
  return outcome.outcome === 'raised' ? clip(`${outcome.class}: ${outcome.message}`, MAX_PREVIEW) : '';
}
