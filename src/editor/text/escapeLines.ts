import { escapeText } from '../../text/escape.ts';

/** Like `escapeText`, for a text of several lines: keeps line ends and tabs. */
export function escapeLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : escapeText(part)))
    .join('');
}
