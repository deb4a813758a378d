import { isUtf8 } from 'node:buffer';
import { announcedLength } from '../../recording/cutTail.ts';
import { escapeText } from '../../text/escape.ts';

/** Bytes as text fit for one line: controls escaped, and bytes that are not UTF-8 as `\xff`. */
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
  return length > 0 && isUtf8(bytes.subarray(index, index + length)) ? length : 0;
}
