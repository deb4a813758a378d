import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';

/** Path of an item in a build context. */
export interface ContextPath {
  /** Relative to the context, with slashes. Bytes that are not UTF-8 are shown as U+FFFD. */
  readonly path: string;
  /** The same as bytes, where it is not UTF-8. */
  readonly bytes?: Buffer | undefined;
}

/** The context itself. */
export const CONTEXT_ROOT: ContextPath = { path: '' };

/** @param name of an item in a folder, as bytes where it is not UTF-8 */
export function pathWithin(folder: ContextPath, name: string | Buffer): ContextPath {
  if (folder.path === '') return typeof name === 'string' ? { path: name } : pathOfBytes(name);
  if (typeof name === 'string' && folder.bytes === undefined) return { path: `${folder.path}/${name}` };
  return pathOfBytes(Buffer.concat([folder.bytes ?? Buffer.from(folder.path), Buffer.from('/'), Buffer.from(name)]));
}

/** The path that these bytes are. */
export function pathOfBytes(bytes: Buffer): ContextPath {
  const path = bytes.toString('utf8');
  return isUtf8(bytes) ? { path } : { path, bytes };
}

/** Its path on this disk. */
export function diskPath(root: string, { path, bytes }: ContextPath): string | Buffer {
  return bytes === undefined ? join(root, path) : Buffer.concat([Buffer.from(join(root, '/')), bytes]);
}

/** A key that no other path has. */
export function keyOf({ path, bytes }: ContextPath): string {
  return bytes === undefined ? path : `\0${bytes.toString('hex')}`;
}

/** By code units, then by bytes for paths that are not UTF-8: the same on every machine. */
export function comparePaths(a: ContextPath, b: ContextPath): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return Buffer.compare(a.bytes ?? Buffer.from(a.path), b.bytes ?? Buffer.from(b.path));
}
