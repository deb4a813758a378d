const INDENT = '  ';
/** Deeper levels are not indented further: a hostile text could otherwise become many times as long. */
const MAX_INDENT = 40;

/**
 * Valid JSON with line breaks and indentation. Every other character stays as it was: numbers keep all their digits,
 * and members that come twice stay.
 */
export function prettyJson(json: string): string {
  const parts: string[] = [];
  let depth = 0;
  const newLine = () => parts.push('\n', INDENT.repeat(Math.min(depth, MAX_INDENT)));
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g)) {
    const last = parts.at(-1);
    if (token === '}' || token === ']') {
      depth--;
      if (last === '{' || last === '[') parts.push(token);
      else {
        newLine();
        parts.push(token);
      }
      continue;
    }
    if (last === '{' || last === '[') newLine();
    parts.push(token);
    if (token === '{' || token === '[') depth++;
    else if (token === ',') newLine();
    else if (token === ':') parts.push(' ');
  }
  return parts.join('');
}
