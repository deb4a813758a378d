import { element } from '../../ui/dom.ts';
import { readRaise, type Raise } from '../../model/value/raise.ts';
import type { SourcePlace } from '../../model/value/sourcePlaces.ts';
import type { Language } from '../../view.ts';
import { richText } from '../detail/richText.ts';
import { appendVisible } from './textView.ts';

/** Calls that are shown at once: the innermost say most. */
const TOP_FRAMES = 8;

export type OpenPlace = ((place: SourcePlace) => void) | undefined;

/** An exception: its class and message in large, where it was raised, then what caused it. */
export function raiseView(json: unknown, language: Language, open: OpenPlace): HTMLElement {
  return element(
    'div',
    { class: 'result-raise', tabindex: 0, role: 'region', 'aria-label': language.text('raised') },
    ...partsOf(readRaise(json), language, open, true),
  );
}

function partsOf(raise: Raise, language: Language, open: OpenPlace, isFirst: boolean): HTMLElement[] {
  const { text } = language;
  const title = element('p', { class: isFirst ? 'result-raise-class large' : 'result-raise-class' }, raise.className);
  const message = element('pre', { class: isFirst ? 'result-raise-message first' : 'result-raise-message' });
  appendVisible(message, raise.message);
  const inner = raise.inner.map(({ raise: error, place }) => {
    const label = place ? text('errorOf', String(place[0]), String(place[1])) : text('causedBy');
    return element(
      'section',
      { class: 'raise-inner' },
      element('p', { class: 'note' }, label),
      ...partsOf(error, language, open, false),
    );
  });
  return [
    title,
    ...(raise.message === '' ? [] : [message]),
    ...(raise.details === '' ? [] : [element('p', { class: 'raise-details' }, raise.details)]),
    ...backtraceOf(raise, language, open),
    ...inner,
  ];
}

function backtraceOf({ backtrace }: Raise, { text, formats }: Language, open: OpenPlace): HTMLElement[] {
  if (backtrace.length === 0) return [];
  const options = { open, openLabel: (place: string) => text('openSource', place) };
  const line = (call: string) => element('li', {}, richText(call, options));
  const top = element(
    'ol',
    { class: 'backtrace', 'aria-label': text('topFrames') },
    ...backtrace.slice(0, TOP_FRAMES).map(line),
  );
  const rest = backtrace.slice(TOP_FRAMES);
  if (rest.length === 0) return [top];
  const more = element('button', { type: 'button', class: 'link-button' }, text('more', formats.count(rest.length)));
  more.addEventListener('click', () => {
    top.append(...rest.map(line));
    more.remove();
  });
  return [top, more];
}
