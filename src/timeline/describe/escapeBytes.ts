import { isUtf8 } from 'node:buffer';
import { announcedLength } from '../../recording/cutTail.ts';
import { escapeText } from '../../text/escape.ts';

/** Bytes as text for one line, with controls escaped; bytes that are not UTF-8 become `\xff`. */
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

/** @returns length in bytes of the UTF-8 sequence that begins here; 0 if it is not valid */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const length = announcedLength(bytes[index] ?? 0);
  if (length === 1) return 1;
  return length > 0 && isUtf8(bytes.subarray(index, index + length)) ? length : 0;
}
