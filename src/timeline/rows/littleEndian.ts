import { endianness } from 'node:os';

/** Copies numbers to the little-endian bytes of their typed array. */
export function numbersToBytes(numbers: Uint32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(numbers.buffer.slice(numbers.byteOffset, numbers.byteOffset + numbers.byteLength));
  if (endianness() === 'BE') {
    const swapped = Buffer.from(bytes.buffer);
    if (numbers instanceof Uint32Array) swapped.swap32();
    else swapped.swap64();
  }
  return bytes;
}
