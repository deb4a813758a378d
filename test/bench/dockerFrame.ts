/** Bytes as Docker puts them into its attach stream: 1 is stdout, 2 stderr. */
export function dockerFrame(stream: 1 | 2, parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    4,
  );
  return Buffer.concat([header, ...parts]);
}
