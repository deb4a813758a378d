/** A piece of source text and where it stands in it. */
export interface SourceChunk {
  readonly text: string;
  /** Offset of its first character. */
  readonly index: number;
}

const STATEMENT =
  /^(?:export|import|async|function|const|let|var|class|abstract|interface|type|enum|declare|namespace)\b/;
const COMMENT_LINE = /^(?:\/\*\*|\s+\*|\/\/)/;

/**
 * Cuts source text where top-level statements seem to begin: at lines that start in the first column with a word that
 * starts statements, comments in front included. A guess, for text that does not parse as a whole.
 */
export function splitStatements(text: string): readonly SourceChunk[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, i) => (STATEMENT.test(line) ? [withComments(lines, i)] : []));
  const offsets = [0];
  for (const line of lines) offsets.push((offsets.at(-1) ?? 0) + line.length + 1);
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? lines.length;
    return { text: lines.slice(start, end).join('\n'), index: offsets[start] ?? 0 };
  });
}

function withComments(lines: readonly string[], statement: number): number {
  let start = statement;
  while (start > 0 && COMMENT_LINE.test(lines[start - 1] ?? '')) start--;
  return start;
}
