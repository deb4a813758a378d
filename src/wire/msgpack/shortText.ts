import { insideAt } from './bytes.ts';

/** Longer strings, in bytes, are decoded faster by `TextDecoder`, whose call takes as long as fifty characters here. */
export const MAX_SHORT_TEXT = 32;

/** A longer substring, in characters, would keep the whole string in memory (V8 copies shorter ones). */
const MAX_COPIED = 12;

/** Bytes that become one string, of which short texts are substrings; for fewer it does not pay. */
const WINDOW_BYTES = 4096;
const LEAST_WINDOW_BYTES = 64;

const NOTHING = new Uint8Array(0);

/** Decodes short ASCII strings of the same bytes, which must not change until they are released. */
export class ShortTexts {
  #bytes: Uint8Array = NOTHING;
  #window = '';
  #from = 0;
  #end = 0;

  /** @returns `undefined` where a byte is not ASCII: `TextDecoder` knows what to do with it */
  decode(bytes: Uint8Array, from: number, end: number): string | undefined {
    if (!isAscii(bytes, from, end)) return undefined;
    if (end - from > MAX_COPIED) return asciiText(bytes, from, end);
    if (bytes !== this.#bytes || from < this.#from || end > this.#end) {
      if (from + LEAST_WINDOW_BYTES > bytes.length) return asciiText(bytes, from, end);
      this.#open(bytes, from);
    }
    return this.#window.slice(from - this.#from, end - this.#from);
  }

  release(): void {
    this.#bytes = NOTHING;
    this.#window = '';
    this.#end = 0;
  }

  #open(bytes: Uint8Array, from: number): void {
    this.#bytes = bytes;
    this.#from = from;
    this.#end = Math.min(from + WINDOW_BYTES, bytes.length);
    this.#window = Buffer.from(bytes.buffer, bytes.byteOffset + from, this.#end - from).toString('latin1');
  }
}

function isAscii(bytes: Uint8Array, from: number, end: number): boolean {
  let all = 0;
  for (let i = from; i < end; i++) all |= insideAt(bytes, i);
  return all <= 0x7f;
}

/** Characters are taken several at once: each call and each joining of strings takes longer than a character. */
function asciiText(b: Uint8Array, from: number, end: number): string {
  const code = String.fromCharCode;
  let text = '';
  let i = from;
  for (; i + 8 <= end; i += 8) {
    text += code(
      insideAt(b, i),
      insideAt(b, i + 1),
      insideAt(b, i + 2),
      insideAt(b, i + 3),
      insideAt(b, i + 4),
      insideAt(b, i + 5),
      insideAt(b, i + 6),
      insideAt(b, i + 7),
    );
  }
  if (i + 4 <= end) {
    text += code(insideAt(b, i), insideAt(b, i + 1), insideAt(b, i + 2), insideAt(b, i + 3));
    i += 4;
  }
  switch (end - i) {
    case 3:
      return text + code(insideAt(b, i), insideAt(b, i + 1), insideAt(b, i + 2));
    case 2:
      return text + code(insideAt(b, i), insideAt(b, i + 1));
    case 1:
      return text + code(insideAt(b, i));
    default:
      return text;
  }
}

/** Slots for keys, a power of two; they bound what is kept. */
const SLOTS = 512;
const slots: (string | undefined)[] = Array.from({ length: SLOTS });

/** Decodes the keys of maps as `ShortTexts` does: a few different ones come again and again. */
export function decodeKey(bytes: Uint8Array, from: number, end: number): string | undefined {
  const length = end - from;
  const slot = (length * 37 + insideAt(bytes, from) * 7 + insideAt(bytes, end - 1)) & (SLOTS - 1);
  const known = slots[slot];
  if (known?.length === length && isText(known, bytes, from)) return known;
  if (!isAscii(bytes, from, end)) return undefined;
  return (slots[slot] = asciiText(bytes, from, end));
}

function isText(text: string, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== bytes[from + i]) return false;
  }
  return true;
}
