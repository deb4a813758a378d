import { escapeText } from '../../text/escape.ts';

/** As `escapeText`, for a text of several lines: line ends and tabs stay. */
export function escapeLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : escapeText(part)))
    .join('');
}
