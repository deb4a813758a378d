import { alignLines } from '../../text/alignLines.ts';

/** Lines of each side beyond which a difference is of no use to a reader. */
const MAX_LINES = 400;

/**
 * The lines in which two texts differ, in order: `-` in front of one that only the first has, `+` of the second;
 * between two common lines, those of the first come first. Empty where the texts are too long to be of use to a reader.
 */
export function lineDiff(before: string, after: string): readonly string[] {
  const [left, right] = [linesOf(before), linesOf(after)];
  if (left.length > MAX_LINES || right.length > MAX_LINES) return [];
  const found: string[] = [];
  let come: string[] = [];
  for (const line of alignLines(left, right)) {
    if (line.left === line.right) {
      found.push(...come);
      come = [];
      continue;
    }
    if (line.left !== undefined) found.push(`-${line.left}`);
    if (line.right !== undefined) come.push(`+${line.right}`);
  }
  return [...found, ...come];
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
