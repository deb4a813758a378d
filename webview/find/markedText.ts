import { element, setText } from '../ui/dom.ts';
import { previewStart } from '../model/list/previewStart.ts';
import type { Ranges } from './marker.ts';

/** Shows a line with its matches marked, from where the first one is in sight. @param room characters that fit */
export function setMarkedText(target: HTMLElement, text: string, ranges: Ranges, room: number): void {
  if (ranges.length === 0) {
    // The same text, but without marks.
    if (target.childElementCount > 0) target.textContent = text;
    else setText(target, text);
    return;
  }
  const start = previewStart(text, ranges, room);
  const parts: (Node | string)[] = start > 0 ? ['…'] : [];
  let at = start;
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const [from = 0, to = 0] = [ranges[i], ranges[i + 1]];
    parts.push(text.slice(at, from), element('mark', {}, text.slice(from, to)));
    at = to;
  }
  parts.push(text.slice(at));
  target.replaceChildren(...parts);
}
