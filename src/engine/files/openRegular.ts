import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type BigIntStats,
} from 'node:fs';
import { lstat, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { codeOf } from '../../wire/thrown.ts';
import { changedFile, refusalOf, refuseUnlessRegular } from './fileRefused.ts';

/** What tells whether a file is still the one that was looked at, unchanged. */
export type FileFacts = Pick<BigIntStats, 'dev' | 'ino' | 'mode' | 'size' | 'mtimeNs' | 'ctimeNs'>;

/** Never follows a link, and never blocks on a FIFO. */
const PLAINLY = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * Opens a regular file, and nothing else. The open file is the one that `known` describes, and lies where its path
 * says: where its last name, or a folder above it, has become a link meanwhile, it is refused, not followed.
 *
 * @param file its path, in which no folder is a link
 * @param name how messages call it
 * @param known what `lstat` said before; without it, `lstat` is called, so that no device is opened
 * @returns the handle for the caller to close, and the bytes that the file has
 * @throws FileRefusedError
 */
export async function openRegular(
  file: string | Buffer,
  name: string,
  known?: FileFacts,
): Promise<{ readonly handle: FileHandle; readonly size: bigint }> {
  const before = known ?? (await regularAt(file, name));
  const handle = await open(file, PLAINLY).catch((error: unknown) => throwUnopened(name, error));
  try {
    const stats = await handle.stat({ bigint: true });
    if (!isSame(before, stats) || !(await isAt(handle.fd, file, stats))) throw changedFile(name);
    return { handle, size: stats.size };
  } catch (error) {
    await handle.close();
    throw refusalOf(name, error);
  }
}

/**
 * Synchronous `openRegular`. Without `known`, it may be any regular file that lies there.
 *
 * @returns a descriptor for the caller to close
 */
export function openRegularSync(
  file: string | Buffer,
  name: string,
  known?: FileFacts,
): { readonly fd: number; readonly size: bigint } {
  const fd = openNow(file, name);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!known) refuseUnlessRegular(name, stats);
    else if (!isSame(known, stats)) throw changedFile(name);
    if (!isAtSync(fd, file, stats)) throw changedFile(name);
    return { fd, size: stats.size };
  } catch (error) {
    closeSync(fd);
    throw refusalOf(name, error);
  }
}

/** Whether both are the same file, with nothing written to it in between. */
export function isSame(a: FileFacts, b: FileFacts): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.mode === b.mode && a.size === b.size && a.mtimeNs === b.mtimeNs;
}

/** Whether the open file lies at that path, in which no folder is a link. */
export async function isAt(fd: number, path: string | Buffer, stats: FileFacts): Promise<boolean> {
  try {
    const place = await readlink(placeOf(fd), 'buffer');
    return isPath(place, path);
  } catch (error) {
    if (process.platform === 'linux' && codeOf(error) !== 'ENOENT') throw error;
  }
  const [place, there] = await Promise.all([realpath(path, 'buffer'), lstat(path, { bigint: true })]);
  return isPath(place, path) && there.dev === stats.dev && there.ino === stats.ino;
}

/** Synchronous `isAt`. */
export function isAtSync(fd: number, path: string | Buffer, stats: FileFacts): boolean {
  try {
    return isPath(readlinkSync(placeOf(fd), 'buffer'), path);
  } catch (error) {
    if (process.platform === 'linux' && codeOf(error) !== 'ENOENT') throw error;
  }
  const there = lstatSync(path, { bigint: true });
  return isPath(realpathSync.native(path, 'buffer'), path) && there.dev === stats.dev && there.ino === stats.ino;
}

/** Where Linux tells what a descriptor is open at: atomically, even if the path changes meanwhile. */
export function placeOf(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

function isPath(found: Buffer, path: string | Buffer): boolean {
  return found.equals(Buffer.from(path));
}

async function regularAt(file: string | Buffer, name: string): Promise<FileFacts> {
  try {
    const stats = await lstat(file, { bigint: true });
    refuseUnlessRegular(name, stats);
    return stats;
  } catch (error) {
    throw refusalOf(name, error);
  }
}

function openNow(file: string | Buffer, name: string): number {
  try {
    return openSync(file, PLAINLY);
  } catch (error) {
    return throwUnopened(name, error);
  }
}

/** The file was there a moment ago, and was regular. */
function throwUnopened(name: string, error: unknown): never {
  const isOther = ['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO'].includes(codeOf(error) ?? '');
  throw isOther ? changedFile(name, error) : refusalOf(name, error);
}
