import type { Header } from '../../../src/protocol/protocol.ts';
import type { Result } from '../../../src/protocol/result.ts';
import { element } from '../../ui/dom.ts';
import type { Language } from '../../view.ts';
import { ADVICE, LIMIT_NAMES } from './stateWords.ts';

/** Why there is no result, and what to do next. */
export function noResultView(
  { why, limit }: Extract<Result, { readonly state: 'none' }>,
  { outcome, details }: Header,
  { text }: Language,
): HTMLElement {
  const advice = [text(ADVICE[why])];
  if (limit === 'signal') advice.push(text('adviceSignal'));
  else if (limit !== null) advice.push(text('adviceRaise', ...LIMIT_NAMES[limit]));
  return element(
    'div',
    { class: 'result-none', tabindex: 0, role: 'region', 'aria-label': text('noResult') },
    element('p', { class: 'result-state error' }, outcome),
    ...details.map((line) => element('p', { class: 'result-detail' }, line)),
    element('p', { class: 'result-advice' }, advice.join(' ')),
  );
}
