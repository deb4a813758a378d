/** Bytes that a read from a socket gives at most. */
export const CHUNK_BYTES = 64 * 1024;

/** The bytes as they come from a connection: in chunks, each in memory of its own. */
export function inChunks(bytes: Uint8Array, chunkBytes = CHUNK_BYTES): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    // Not from the pool that small buffers share.
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, bytes.length - from));
    chunk.set(bytes.subarray(from, from + chunk.length));
    chunks.push(chunk);
  }
  return chunks;
}
