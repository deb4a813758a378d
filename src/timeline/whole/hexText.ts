const PER_LINE = 16;

/** The most characters that a dump has for each byte. */
export const HEX_FACTOR = 5;

/** Bytes for people: a line with offset, hex, and the characters of ASCII for each sixteen. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += PER_LINE) {
    const line = [...bytes.subarray(from, from + PER_LINE)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${from.toString(16).padStart(6, '0')}  ${hex.padEnd(PER_LINE * 3 - 1)}  ${ascii}`);
  }
  return lines.join('\n');
}
