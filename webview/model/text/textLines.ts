/** Characters of a piece of a line. */
const MAX_LINE = 1000;

/** A text in lines with their ends, a long one in pieces; not between the halves of a surrogate pair. */
export function textLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const most = Math.min(newline < 0 ? text.length : newline + 1, from + MAX_LINE);
    const isCut = most < text.length && /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
    const to = isCut ? most - 1 : most;
    lines.push(text.slice(from, to));
    from = to;
  }
  return lines;
}
