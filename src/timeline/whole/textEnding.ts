/** Characters of a text that are looked at. */
const HEAD = 4096;

const HTML =
  /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|h[1-6]|p|div|table|ul|ol|section|article|main|svg)[\s>/]/i;

/** Signs of Markdown: headings, lists, fences, links, rows of a table. One alone may be by chance. */
const MARKDOWN = [
  /^#{1,6} \S/m,
  /^\s*(?:[-*+]|\d+\.) \S/m,
  /^```/m,
  /\[[^\]\n]+\]\([^)\n]+\)/,
  /^\|.+\|$/m,
  /\*\*\S[^*\n]*\*\*/,
];

/** The ending of a file for a text, by which an editor knows its language. */
export function textEnding(text: string): 'json' | 'html' | 'md' | 'txt' {
  if (isJson(text)) return 'json';
  const head = text.slice(0, HEAD);
  if (HTML.test(head)) return 'html';
  const signs = MARKDOWN.filter((sign) => sign.test(head)).length;
  return signs > 1 || /^#{1,6} \S/.test(head) ? 'md' : 'txt';
}

/** A list or an object: other JSON is as well a text. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text) || !/[\]}]\s*$/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
