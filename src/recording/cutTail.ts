import { isUtf8 } from 'node:buffer';
import { insideAt } from '../wire/msgpack/bytes.ts';

/** How many bytes the UTF-8 sequence has that begins with this byte; 0 if none begins with it. */
export function announcedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** @returns bytes at the end, at most 3, that begin a character whose rest may still come */
export function cutTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const length = announcedLength(insideAt(bytes, bytes.length - back));
    if (length === 1) return 0;
    if (length > 0) return length > back && canGoOn(bytes.subarray(-back), length) ? back : 0;
  }
  return 0;
}

/** Whether more bytes can make these a character: not every second byte may follow every first one. */
function canGoOn(bytes: Uint8Array, length: number): boolean {
  return [0x80, 0x90, 0xa0].some((next) => {
    const whole = new Uint8Array(length).fill(next);
    whole.set(bytes);
    return isUtf8(whole);
  });
}
