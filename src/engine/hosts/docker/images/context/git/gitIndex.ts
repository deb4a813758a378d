/** What git noted of a file. */
export interface GitEntry {
  /** As in a tree: 0o100644, 0o100755, 0o120000 … */
  readonly mode: number;
  /** Hash of its content, hexadecimal. */
  readonly blob: string;
}

const SIGNATURE = 0x44495243; // DIRC
/** Bytes of an entry before the hash of its content. */
const FIXED = 40;
const EXTENDED = 0x4000;
/** Bytes of the name of an extension, and of its length. */
const EXTENSION_HEAD = 8;
const STAGE = 0x3000;
/** Maximum bytes of a path on any system. */
const MAX_PATH = 4096;
/** Maximum bytes of all paths together: as each may repeat part of the last one, few bytes can stand for very many. */
const MAX_PATHS = 256 * 1024 * 1024;

/**
 * Reads an index of git (versions 2 to 4, see `gitformat-index` in its documentation).
 *
 * @param folder gives only what lies in that folder of the work tree, by its path within; empty for all
 * @param idBytes 20 where the repository hashes content by SHA-1, 32 by SHA-256
 * @returns its entries; empty where it is not a valid index
 */
export function readGitIndex(index: Buffer, folder: string, idBytes: number): ReadonlyMap<string, GitEntry> {
  return scan(index, folder, idBytes).entries;
}

/** @returns the name of the index that a split one adds to: its file is `sharedindex.NAME` */
export function sharedIndexOf(index: Buffer, idBytes: number): string | undefined {
  for (let { end } = scan(index, '', idBytes); end + EXTENSION_HEAD + idBytes <= index.length;) {
    const data = end + EXTENSION_HEAD;
    if (index.toString('latin1', end, end + 4) === 'link') return index.toString('hex', data, data + idBytes);
    end = data + index.readUInt32BE(end + 4);
  }
  return undefined;
}

interface Scanned {
  readonly entries: ReadonlyMap<string, GitEntry>;
  /** Where the extensions begin. */
  readonly end: number;
}

function scan(index: Buffer, folder: string, idBytes: number): Scanned {
  const entries = new Map<string, GitEntry>();
  const nothing: Scanned = { entries: new Map(), end: index.length };
  if (index.length < 12 || index.readUInt32BE(0) !== SIGNATURE) return nothing;
  const version = index.readUInt32BE(4);
  if (version < 2 || version > 4) return nothing;
  const count = index.readUInt32BE(8);
  const prefix = folder === '' ? '' : `${folder}/`;
  let path: Buffer = Buffer.alloc(0);
  let at = 12;
  let pathBytes = 0;
  for (let i = 0; i < count; i++) {
    const head = at;
    if (head + FIXED + idBytes + 2 > index.length) return nothing;
    const flags = index.readUInt16BE(head + FIXED + idBytes);
    at = head + FIXED + idBytes + 2 + (version >= 3 && (flags & EXTENDED) !== 0 ? 2 : 0);
    let kept: Buffer = Buffer.alloc(0);
    if (version === 4) {
      const { value, next } = readOffset(index, at);
      kept = path.subarray(0, Math.max(0, path.length - value));
      at = next;
    }
    const end = index.indexOf(0, at);
    if (end === -1) return nothing;
    path = kept.length === 0 ? index.subarray(at, end) : Buffer.concat([kept, index.subarray(at, end)]);
    pathBytes += path.length;
    if (path.length > MAX_PATH || pathBytes > MAX_PATHS) return nothing;
    // Before version 4, one to eight NULs fill each entry up to a multiple of eight.
    at = version === 4 ? end + 1 : head + (Math.floor((end - head) / 8) + 1) * 8;
    if ((flags & STAGE) !== 0) continue;
    const name = path.toString('utf8');
    if (!name.startsWith(prefix)) continue;
    const blob = index.subarray(head + FIXED, head + FIXED + idBytes).toString('hex');
    entries.set(name.slice(prefix.length), { mode: index.readUInt32BE(head + 24), blob });
  }
  return { entries, end: at };
}

/** A number as git writes it in packs: seven bits a byte, each further byte adding one. */
function readOffset(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from;
  let byte = bytes[at++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0 && at < bytes.length) {
    byte = bytes[at++] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next: at };
}
