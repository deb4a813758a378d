import type { ShownValue } from '../../../src/protocol/result.ts';
import { shownOf } from '../../../src/protocol/value/cut.ts';
import { isTable } from './table.ts';

/** How a value can be looked at; `value` is always there. */
export const FORMS = ['value', 'html', 'image', 'markdown', 'table', 'json'] as const;
export type Form = (typeof FORMS)[number];

/**
 * UTF-16 units, and marks of emphasis in one paragraph: rendering takes a time that grows with the square of these, so
 * a hostile text of more is shown as it is.
 */
const MAX_MARKDOWN = 100_000;
const MAX_EMPHASIS = 1000;

const HTML_DOCUMENT = /^\ufeff?\s*(?:<!--(?:(?!-->)[^]){0,2000}-->\s*)*<(?:!doctype html|html|head|body)[\s>]/i;
/** A fragment begins with an element that is made for documents, and ends with a tag. */
const HTML_FRAGMENT =
  /^\s*<(?:a|article|aside|blockquote|body|details|dl|div|em|fieldset|figure|footer|form|h[1-6]|header|hr|img|li|main|nav|ol|p|pre|section|span|strong|style|table|title|ul)(?:\s[^<>]{0,2000})?\/?>/i;

/** What makes a text Markdown: two of these, or a heading and a paragraph. */
const MARKDOWN_SIGNS: readonly RegExp[] = [
  /^#{1,6} \S.*\n\s*\n\S/m,
  /^#{1,6} \S/m,
  /^(?:```|~~~)[\w+-]*$/m,
  /\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/,
  /(?:^|\s)\*\*\S[^*\n]{0,200}\*\*/m,
  /^(?:[-*+]|\d{1,3}[.)]) \S.*\n+(?:[-*+]|\d{1,3}[.)]) \S/m,
  /^\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$/m,
];

/** The forms that fit a value, the natural one first. */
export function formsOf({ content, image }: ShownValue): readonly [Form, ...Form[]] {
  if (image) return ['image', 'value'];
  if (content.kind === 'text') return formsOfText(content.text, content.length > content.text.length);
  if (content.kind !== 'json') return ['value'];
  const json = shownOf(content.json);
  if (typeof json !== 'object' || json === null) return ['value'];
  return isTable(json) ? ['table', 'value', 'json'] : ['value', 'json'];
}

/** The JSON in a text; `undefined` if it is not that of a list or an object. */
export function jsonIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

function formsOfText(text: string, isCut: boolean): readonly [Form, ...Form[]] {
  if (HTML_DOCUMENT.test(text)) return ['html', 'value'];
  if (HTML_FRAGMENT.test(text) && text.trimEnd().endsWith('>')) return ['html', 'value'];
  const json = isCut ? undefined : jsonIn(text);
  if (json) return isTable(json) ? ['table', 'json', 'value'] : ['json', 'value'];
  return !isCut && isMarkdown(text) ? ['markdown', 'value'] : ['value'];
}

function isMarkdown(text: string): boolean {
  if (text.length > MAX_MARKDOWN) return false;
  const marks = text.split(/\n[ \t]*\n/).map((paragraph) => paragraph.match(/[*_~]+/g)?.length ?? 0);
  if (marks.some((count) => count > MAX_EMPHASIS)) return false;
  return MARKDOWN_SIGNS.filter((sign) => sign.test(text)).length >= 2;
}
