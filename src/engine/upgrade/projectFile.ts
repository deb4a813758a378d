import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../wire/thrown.ts';
import { UsageError } from '../errors/errors.ts';

/** Bytes; no file of the template has ever been larger. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A file of a project, as it is. */
export interface ProjectFile {
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Reads a file of a folder that may come from a stranger.
 *
 * @param name relative to `root`, with `/`
 * @returns `undefined` where there is none
 * @throws UsageError for a link, anything else that is not a plain file, and one that is too large
 */
export async function readProjectFile(root: string, name: string): Promise<ProjectFile | undefined> {
  const parts = name.split('/');
  for (let i = 1; i < parts.length; i++) {
    const folder = parts.slice(0, i).join('/');
    const stats = await statOf(path.join(root, folder));
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) throw new UsageError(`${folder} is ${kindOf(stats)}, not a folder: nothing was changed`);
  }
  const file = path.join(root, name);
  const stats = await statOf(file);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new UsageError(`${name} is ${kindOf(stats)}, not a plain file: nothing was changed`);
  // It may have been replaced by now: no link is followed, and a FIFO does not block.
  await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const { mode, uid, gid, size, ino } = await handle.stat();
  if (ino !== stats.ino) throw new UsageError(`${name} changed while it was read: nothing was changed`);
  if (size > MAX_BYTES) throw new UsageError(`${name} is too large to be a file of the template: nothing was changed`);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
  return { bytes: buffer.subarray(0, bytesRead), mode: mode & 0o777, uid, gid };
}

/** `undefined` where nothing has that name. */
export async function statOf(file: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function kindOf(stats: { isSymbolicLink(): boolean; isDirectory(): boolean; isFile(): boolean }): string {
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFile()) return 'a file';
  return stats.isDirectory() ? 'a folder' : 'something special';
}
