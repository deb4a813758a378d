import { isUtf8 } from 'node:buffer';
import { escapeText } from './escape.ts';
import { plural, shorten } from './previewValue.ts';

/** Bytes or characters of one row; a longer one says how many it leaves out. */
const MAX_ROW = 4000;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Turns the bytes of one stream into rows of text for a terminal: one a line, controls escaped, and bytes that are no
 * UTF-8 as `\xff`. A character that is cut by the end of a piece waits for the next piece.
 */
export class TextRows {
  #pending: Uint8Array = new Uint8Array();

  /** @returns the rows of a piece of output; what stands behind its last line end is a row of its own */
  *push(bytes: Uint8Array): Generator<string, void> {
    const joined = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const end = joined.length - incompleteTail(joined);
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
  const shown = MAX_ROW - incompleteTail(line.subarray(0, MAX_ROW));
  return `${escapeBytes(line.subarray(0, shown))}… +${plural(line.length - shown, 'byte')}`;
}

function escapeBytes(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return escapeText(decode(bytes));
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    if (length > 0) {
      i += length;
      continue;
    }
    parts.push(escapeText(decode(bytes.subarray(from, i))), `\\x${(bytes[i] ?? 0).toString(16)}`);
    from = ++i;
  }
  return parts.join('') + escapeText(decode(bytes.subarray(from)));
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** @returns bytes of the UTF-8 sequence that begins here, 0 if none does */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const length = announcedLength(bytes[index] ?? 0);
  if (length === 1) return 1;
  return isUtf8(bytes.subarray(index, index + length)) ? length : 0;
}

/** How many bytes the sequence has that begins with this byte; a byte that begins none counts 2, which is never valid. */
function announcedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** @returns bytes at the end that begin a character whose rest is missing */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return announcedLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
