import { byteAt } from './bytes.ts';

/** Strings of more bytes are sooner decoded by `TextDecoder`, whose call takes as long as fifty characters here. */
export const MAX_SHORT_TEXT = 32;

/**
 * Decodes a short string of ASCII.
 *
 * @returns `undefined` where a byte is none: `TextDecoder` knows what to do with it
 */
export function decodeShortText(bytes: Uint8Array, from: number, end: number): string | undefined {
  let text = '';
  let i = from;
  // Characters are taken together: each call and each joining of strings takes longer than a character.
  for (; i + 4 <= end; i += 4) {
    const a = byteAt(bytes, i);
    const b = byteAt(bytes, i + 1);
    const c = byteAt(bytes, i + 2);
    const d = byteAt(bytes, i + 3);
    if ((a | b | c | d) > 0x7f) return undefined;
    text += String.fromCharCode(a, b, c, d);
  }
  for (; i < end; i++) {
    const byte = byteAt(bytes, i);
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
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
