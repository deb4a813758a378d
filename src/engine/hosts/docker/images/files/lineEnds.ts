import { createHash } from 'node:crypto';

/** A text with Unix line ends. */
export interface LfForm {
  /** SHA-256 of its bytes, hexadecimal. */
  readonly digest: string;
  readonly size: number;
  /** Hashes that git gives to a file of these bytes: by SHA-1, and by SHA-256. */
  readonly blobs: readonly string[];
}

const CR = 13;
const LF = 10;

/**
 * What a text would be with Unix line ends.
 *
 * @returns `undefined` where it has no others, or is not text: to git, a NUL or a CR without its LF means that
 */
export function lfForm(bytes: Buffer): LfForm | undefined {
  const text = withLf(bytes);
  if (text === undefined) return undefined;
  return { digest: sha256(text), size: text.length, blobs: [blobName(text, 'sha1'), blobName(text, 'sha256')] };
}

/** The bytes themselves for `lfForm`. */
export function withLf(bytes: Buffer): Buffer | undefined {
  if (!bytes.includes(CR) || bytes.includes(0)) return undefined;
  const text = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  // Byte by byte: a string for each line would take many times the memory of the text.
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte !== CR) text[length++] = byte;
    else if (bytes[i + 1] !== LF) return undefined;
  }
  return text.subarray(0, length);
}

/** The hash that git gives to a file of these bytes. */
export function blobName(bytes: Uint8Array, algorithm: 'sha1' | 'sha256'): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
