import { element } from '../../ui/dom.ts';
import { visiblePieces } from '../../model/text/visibleText.ts';

/** UTF-16 units that are shown: more takes long to lay out. The rest is told, saved and copied. */
export const MAX_SHOWN_TEXT = 200_000;
/** Invisible characters that get an element each; further ones are written out as plain text. */
const MAX_MARKED = 2000;
const MAX_LARGE = 80;

/** A text as it is, line by line, with invisible characters written out; large if it is short. */
export function plainText(text: string, label: string): HTMLElement {
  const isLarge = text.length <= MAX_LARGE && !text.includes('\n');
  const attributes = { class: isLarge ? 'result-text large' : 'result-text', tabindex: 0, role: 'region' };
  const pre = element('pre', { ...attributes, 'aria-label': label });
  appendVisible(pre, text);
  return pre;
}

/** Appends a text up to `MAX_SHOWN_TEXT`, with invisible characters written out. */
export function appendVisible(holder: HTMLElement, text: string): void {
  let marked = 0;
  for (const { text: piece, control } of visiblePieces(text.slice(0, MAX_SHOWN_TEXT).replaceAll('\r\n', '\n'))) {
    if (control && marked++ < MAX_MARKED) holder.append(element('span', { class: 'control' }, piece));
    else holder.append(piece);
  }
  holder.normalize();
}
