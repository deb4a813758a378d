import { byteAt } from './bytes.ts';

/** Strings of more bytes are sooner decoded by `TextDecoder`, whose call takes as long as fifty characters here. */
export const MAX_SHORT_TEXT = 32;

/**
 * Decodes a short string of ASCII.
 *
 * @returns `undefined` where a byte is none: `TextDecoder` knows what to do with it
 */
export function decodeShortText(bytes: Uint8Array, from: number, end: number): string | undefined {
  let all = 0;
  for (let i = from; i < end; i++) all |= byteAt(bytes, i);
  return all > 0x7f ? undefined : asciiText(bytes, from, end);
}

/** Characters are taken together: each call and each joining of strings takes longer than a character. */
function asciiText(b: Uint8Array, from: number, end: number): string {
  const code = String.fromCharCode;
  let text = '';
  let i = from;
  for (; i + 8 <= end; i += 8) {
    text += code(
      byteAt(b, i),
      byteAt(b, i + 1),
      byteAt(b, i + 2),
      byteAt(b, i + 3),
      byteAt(b, i + 4),
      byteAt(b, i + 5),
      byteAt(b, i + 6),
      byteAt(b, i + 7),
    );
  }
  if (i + 4 <= end) {
    text += code(byteAt(b, i), byteAt(b, i + 1), byteAt(b, i + 2), byteAt(b, i + 3));
    i += 4;
  }
  switch (end - i) {
    case 3:
      return text + code(byteAt(b, i), byteAt(b, i + 1), byteAt(b, i + 2));
    case 2:
      return text + code(byteAt(b, i), byteAt(b, i + 1));
    case 1:
      return text + code(byteAt(b, i));
    default:
      return text;
  }
}

/** Slots for keys, a power of two. What is kept is bounded by it. */
const SLOTS = 512;
const slots: (string | undefined)[] = Array.from({ length: SLOTS });

/** As `decodeShortText`, for the keys of maps: few different ones come again and again. */
export function decodeKey(bytes: Uint8Array, from: number, end: number): string | undefined {
  const length = end - from;
  const slot = (length * 37 + byteAt(bytes, from) * 7 + byteAt(bytes, end - 1)) & (SLOTS - 1);
  const known = slots[slot];
  if (known?.length === length && isText(known, bytes, from)) return known;
  const text = decodeShortText(bytes, from, end);
  if (text !== undefined) slots[slot] = text;
  return text;
}

function isText(text: string, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== bytes[from + i]) return false;
  }
  return true;
}
