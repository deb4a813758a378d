import { insideAt } from './bytes.ts';
import type { ValueLimits } from './limits.ts';

/** What `skipValue` returns where it leaves the value to the walker. */
export const NOT_SIMPLE = -1;

/**
 * For the lead bytes 0xc0 to 0xdf: bytes of the length that follows, payload bytes in addition to that length, and
 * items for each one that it counts; 0 where it counts bytes.
 */
const LENGTH_BYTES = Uint8Array.of(
  0,
  0,
  0,
  0,
  1,
  2,
  4,
  1,
  2,
  4,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  2,
  4,
  2,
  4,
  2,
  4,
);
const PAYLOAD = Uint8Array.of(
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  4,
  8,
  1,
  2,
  4,
  8,
  1,
  2,
  4,
  8,
  2,
  3,
  5,
  9,
  17,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
);
const FIRST_OF_ARRAYS = 0xdc;
const FIRST_OF_MAPS = 0xde;
const NEVER_USED = 0xc1;

/**
 * Finds the end of a value that one chunk holds, in a fraction of the walker's time.
 *
 * @returns the index behind it, or `NOT_SIMPLE` where it goes on behind the chunk, may pass a limit or is not a value
 */
export function skipValue(bytes: Uint8Array, from: number, chunkEnd: number, limits: ValueLimits): number {
  const end = Math.min(chunkEnd, from + limits.valueBytes);
  let i = from;
  // What is left of the limit after all items that were announced.
  let nodes = limits.valueNodes - 1;
  // No value is deeper than the number of its containers.
  let containers = limits.valueDepth;
  for (let items = 1; items > 0; items--) {
    if (i >= end || nodes < 0 || containers < 0) return NOT_SIMPLE;
    const lead = insideAt(bytes, i++);
    if (lead <= 0x7f || lead >= 0xe0) continue;
    let inner = 0;
    if (lead <= 0x8f) inner = (lead & 0x0f) * 2;
    else if (lead <= 0x9f) inner = lead & 0x0f;
    else if (lead <= 0xbf) i += lead & 0x1f;
    else if (lead === NEVER_USED) return NOT_SIMPLE;
    else {
      let length = 0;
      let k = insideAt(LENGTH_BYTES, lead - 0xc0);
      if (i + k > end) return NOT_SIMPLE;
      for (; k > 0; k--) length = (length << 8) | insideAt(bytes, i++);
      // Negative: 2^31 or more. An item takes at least a byte.
      if (length < 0 || length > end - i) return NOT_SIMPLE;
      if (lead < FIRST_OF_ARRAYS) i += length + insideAt(PAYLOAD, lead - 0xc0);
      else inner = lead < FIRST_OF_MAPS ? length : length * 2;
    }
    if (inner === 0) continue;
    items += inner;
    nodes -= inner;
    containers--;
  }
  return i <= end ? i : NOT_SIMPLE;
}
