/** @returns the byte at `index`; 0 behind the end */
export function byteAt(bytes: Uint8Array, index: number): number {
  return index < bytes.length ? insideAt(bytes, index) : 0;
}

/**
 * The byte at an index that is known to be inside. After a single read out of bounds V8 compiles all reads for that
 * case: small values then take a third longer.
 */
export function insideAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** @returns the same bytes without Node's `Buffer`, whose views cost more, and which is another kind of value */
export function withoutBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @returns a view of a part of the bytes, in half the time of `subarray`, which looks up the class for it */
export function viewOf(bytes: Uint8Array, from: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + from, end - from);
}

/** Reads a number from bytes that are known to be inside. */
export function uint16At(bytes: Uint8Array, index: number): number {
  return (insideAt(bytes, index) << 8) | insideAt(bytes, index + 1);
}

export function uint32At(bytes: Uint8Array, index: number): number {
  return uint16At(bytes, index) * 0x10000 + uint16At(bytes, index + 2);
}

/** As `uint32At`, but negative from 2^31 on: faster, where it is only compared or would be too large anyway. */
export function int32At(bytes: Uint8Array, index: number): number {
  return (uint16At(bytes, index) << 16) | uint16At(bytes, index + 2);
}

/** A big-endian unsigned integer of 1, 2, 4 or 8 bytes; past 2^53 it is rounded as reading it byte by byte rounds. */
export function uintAt(bytes: Uint8Array, index: number, width: number): number {
  if (width === 1) return insideAt(bytes, index);
  if (width === 2) return uint16At(bytes, index);
  let number = uint32At(bytes, index);
  for (let i = 4; i < width; i++) number = number * 256 + insideAt(bytes, index + i);
  return number;
}
