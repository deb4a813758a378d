import { isUtf8 } from 'node:buffer';
import { escapeText } from '../shared/escape.ts';

/** Bytes as text fit for one line: controls escaped, and bytes that are no UTF-8 as `\xff`. */
export function escapeBytes(bytes: Uint8Array): string {
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
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return announcedLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
