/** @returns the byte at `index`; 0 behind the end */
export function byteAt(bytes: Uint8Array, index: number): number {
  return index < bytes.length ? insideAt(bytes, index) : 0;
}

/**
 * The byte at an index that is known to be inside. One reading from behind the end, and the engine compiles all of them
 * for that case: small values then take a third longer.
 */
export function insideAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** @returns the same bytes without Node's `Buffer` around them, whose views are dearer, and another kind of value */
export function withoutBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @returns a view of a part of the bytes, in half the time of `subarray`, which asks for the class to make one of */
export function viewOf(bytes: Uint8Array, from: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + from, end - from);
}

/** Numbers are read from bytes that are known to be inside. */
export function uint16At(bytes: Uint8Array, index: number): number {
  return (insideAt(bytes, index) << 8) | insideAt(bytes, index + 1);
}

export function uint32At(bytes: Uint8Array, index: number): number {
  return uint16At(bytes, index) * 0x10000 + uint16At(bytes, index + 2);
}

/** As `uint32At`, but negative past 2^31: it is sooner read where it is only compared, or is too large then anyway. */
export function int32At(bytes: Uint8Array, index: number): number {
  return (uint16At(bytes, index) << 16) | uint16At(bytes, index + 2);
}

/** A big-endian unsigned integer of 1, 2, 4 or 8 bytes; of one past 2^53 what reading it byte by byte gives. */
export function uintAt(bytes: Uint8Array, index: number, width: number): number {
  if (width === 1) return insideAt(bytes, index);
  if (width === 2) return uint16At(bytes, index);
  let number = uint32At(bytes, index);
  for (let i = 4; i < width; i++) number = number * 256 + insideAt(bytes, index + i);
  return number;
}
