const BLOCK = 512;

/**
 * The extended header of a tar archive (POSIX pax) that gives the entry after it a name in bytes, as Docker's own command
 * writes it.
 */
export function paxHeader(records: readonly (readonly [key: 'path' | 'linkpath', value: Buffer])[]): Buffer {
  const body = Buffer.concat(records.map(([key, value]) => recordOf(key, value)));
  const header = Buffer.alloc(BLOCK);
  header.write('PaxHeader', 0);
  for (const [at, digits, value] of [
    [100, 7, 0o644],
    [108, 7, 0],
    [116, 7, 0],
    [124, 11, body.length],
    [136, 11, 0],
  ] as const) {
    header.write(value.toString(8).padStart(digits, '0'), at);
  }
  header.write('x', 156);
  header.write('ustar', 257);
  header.write('00', 263);
  // The checksum counts its own eight bytes as spaces.
  const sum = header.reduce((total, byte) => total + byte, 8 * 0x20);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits, too. */
function recordOf(key: string, value: Buffer): Buffer {
  const rest = 1 + key.length + 1 + value.length + 1;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from('\n')]);
}
