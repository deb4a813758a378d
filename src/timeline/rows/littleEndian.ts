const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Copies numbers to the little-endian bytes of their typed array. */
export function numbersToBytes(numbers: Uint32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(numbers.buffer.slice(numbers.byteOffset, numbers.byteOffset + numbers.byteLength));
  if (!IS_LITTLE) {
    const width = numbers.BYTES_PER_ELEMENT;
    for (let from = 0; from < bytes.length; from += width) bytes.subarray(from, from + width).reverse();
  }
  return bytes;
}
