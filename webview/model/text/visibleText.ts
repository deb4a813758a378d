import { SIGN } from '../../../src/text/signs.ts';

/** A piece of text: unchanged, or the written form of an invisible character. */
export interface TextPiece {
  readonly text: string;
  readonly control: boolean;
}

/**
 * Control characters except tab and newline, and characters that reorder or hide text: bidirectional controls,
 * zero-width characters, line separators, tags, variation selectors beyond the usual ones.
 */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- it searches for them
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/u;

/** A sign that is seen as it is, or a character that is not. */
const FOUND = new RegExp(`${SIGN}|(?<unseen>${UNSEEN.source})`, 'gu');

/** How a line break is shown where there is one line only. */
const LINE_BREAK = '\u21b5';

/** Makes every character visible: invisible ones are written as `␛` or `\u202e`. */
export function visiblePieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(FOUND)) {
    const unseen = match.groups?.['unseen'];
    if (unseen === undefined) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), control: false });
    pieces.push({ text: written(unseen), control: true });
    from = match.index + unseen.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), control: false });
  return pieces;
}

/** The same as plain text; a line break is one. */
export function visibleLines(text: string): string {
  return visiblePieces(text.replaceAll('\r\n', '\n'))
    .map((piece) => piece.text)
    .join('');
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visibleLines(text).replaceAll('\n', LINE_BREAK).replaceAll('\t', '\u2409');
}

/** The name of a member on one line: in quotes where nothing, or only white space, would be seen of an end of it. */
export function visibleName(name: string): string {
  const shown = visibleLine(name);
  return name === '' || name !== name.trim() ? `"${shown}"` : shown;
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
