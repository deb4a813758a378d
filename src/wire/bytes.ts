/** @returns the byte at `index`; 0 behind the end */
export function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** @returns the same bytes without Node's `Buffer` around them, whose views are dearer, and another kind of value */
export function withoutBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
