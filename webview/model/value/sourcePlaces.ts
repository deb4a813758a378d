/** A place in a source, as printed in a backtrace. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

export interface PlacePiece {
  readonly text: string;
  readonly place: SourcePlace | undefined;
}

/**
 * `file.ts:12:5`, `/app/inmate.ts:3`, `file:///app/a.mjs:1:2`, `C:\a\b.ts:4`. A match begins only where a name can
 * begin, so that a long run of letters is scanned once, not once for each letter.
 */
const PLACE =
  /(?<![\w@.+~%/\\:-])(?:file:\/\/)?((?:[A-Za-z]:[\\/])?[\w@.+~%/\\-]{1,1000}?\.[A-Za-z]\w{0,9}):(\d{1,9})(?::(\d{1,9}))?(?!\w)/g;

/** Splits text into source places and the text between them. */
export function findPlaces(text: string): PlacePiece[] {
  const pieces: PlacePiece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACE)) {
    const [whole, file = '', line, column] = match;
    const place = { file, line: Number(line), column: column === undefined ? null : Number(column) };
    if (place.line < 1 || place.column === 0) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), place: undefined });
    pieces.push({ text: whole, place });
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), place: undefined });
  return pieces;
}
