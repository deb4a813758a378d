import { cutTail } from '../../recording/cutTail.ts';
import { escapeText } from '../../text/escape.ts';
import { plural, shorten } from '../../text/words.ts';
import { escapeBytes } from '../../timeline/describe/escapeBytes.ts';

/** Bytes or characters of one row; a longer one says how many it leaves out. */
const MAX_ROW = 4000;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Turns the bytes of one stream into rows of text for a terminal: one a line, controls escaped, and invalid UTF-8 as
 * `\xff`. A character that is cut by the end of a piece waits for the next piece.
 */
export class TextRows {
  #pending: Uint8Array = new Uint8Array();

  /** @returns the rows of a piece of output; what stands behind its last line end is a row of its own */
  *push(bytes: Uint8Array): Generator<string, void> {
    const joined = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const end = joined.length - cutTail(joined);
    this.#pending = joined.slice(end);
    yield* rowsOfBytes(joined.subarray(0, end));
  }

  /** @returns what still waited for the rest of a character */
  *end(): Generator<string, void> {
    const rest = this.#pending;
    this.#pending = new Uint8Array();
    yield* rowsOfBytes(rest);
  }
}

/** Text that may have several lines as rows for a terminal. */
export function rowsOfText(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.map((line) => escapeText(shorten(line, MAX_ROW)));
}

function* rowsOfBytes(bytes: Uint8Array): Generator<string, void> {
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    yield rowOf(bytes.subarray(start, newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? end - 1 : end));
    start = end + 1;
  }
}

function rowOf(line: Uint8Array): string {
  if (line.length <= MAX_ROW) return escapeBytes(line);
  const shown = MAX_ROW - cutTail(line.subarray(0, MAX_ROW));
  return `${escapeBytes(line.subarray(0, shown))}… +${plural(line.length - shown, 'byte')}`;
}
