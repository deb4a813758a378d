import { fileURLToPath } from 'node:url';

const MAX_LINES = 256;
const MAX_LINE_CHARACTERS = 4096;

/**
 * @param stack V8's, `Class: message` and then a line for each call
 * @returns the calls alone, innermost first, for example `render (/hoosegow/inmate.ts:12:7)`, without those of the
 * entrypoint and those of Node beneath the inmate; for a syntax error its place, `/hoosegow/inmate.ts:12`
 */
export function readBacktrace(stack: string, message: string): string[] {
  const start = message === '' ? -1 : stack.indexOf(message);
  const calls = stack.slice(start < 0 ? 0 : start + message.length).split('\n');
  const lines = calls
    .filter((line) => /^ {4}at /.test(line) && !line.includes(__filename))
    .slice(0, MAX_LINES)
    .map((line) => readable(line.slice(7, 7 + MAX_LINE_CHARACTERS)));
  const place = placeOfSyntaxError(stack);
  return [...(place === undefined ? [] : [place]), ...lines.slice(0, lines.findLastIndex(isNotOfNode) + 1)];
}

/** @returns where the source is wrong, if Node has put that in front of the stack */
function placeOfSyntaxError(stack: string): string | undefined {
  const place = /^(?:file:\/\/)?(?:\/|[A-Za-z]:\\).*:\d+(?=\n)/.exec(stack)?.[0];
  return place === undefined ? undefined : readable(place.slice(0, MAX_LINE_CHARACTERS));
}

function isNotOfNode(line: string): boolean {
  return !line.includes('node:internal/');
}

/** Addresses of files become paths: `file:///a%20b.ts:1:2` is `/a b.ts:1:2`. */
function readable(line: string): string {
  return line.toWellFormed().replace(/file:\/\/\/[^\s)]+/g, (url) => toPath(url));
}

function toPath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}
