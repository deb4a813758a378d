/** Bytes that a base64 text stands for. */
export function sizeOfBase64(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}

/** Some of the bytes; none if it is no base64. */
export function bytesOfBase64(base64: string, from: number, count: number): Uint8Array {
  const first = Math.floor(from / 3);
  try {
    const binary = atob(base64.slice(first * 4, Math.ceil((from + count) / 3) * 4));
    const skip = from - first * 3;
    return Uint8Array.from(binary.slice(skip, skip + count), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

/** Bytes in hex, with a space between two. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
