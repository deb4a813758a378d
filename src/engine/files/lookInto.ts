import { closeSync, constants, fstatSync, lstatSync, openSync, realpathSync } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { codeOf } from '../../wire/thrown.ts';
import { changedFile, refusalOf } from './fileRefused.ts';
import { isAt, isAtSync, placeOf } from './openRegular.ts';

/** Never follows a link, nor blocks on what is not a folder. */
const AS_FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Whether an open folder has its own path, by which all that is in it is reached even if the folder is replaced. */
const HAS_HANDLES = process.platform === 'linux';

/**
 * Looks into a folder, and never into what replaces it meanwhile: where it, or a folder above it, has become a link,
 * that link is not followed.
 *
 * @param folder its path, in which nothing is a link
 * @param name how messages call it
 * @param look gets the path by which the folder is to be reached
 * @throws FileRefusedError
 */
export async function lookInto<T>(
  folder: string | Buffer,
  name: string,
  look: (at: string | Buffer) => Promise<T>,
  hasHandles = HAS_HANDLES,
): Promise<T> {
  try {
    return hasHandles ? await byHandle(folder, name, look) : await byPath(folder, name, look);
  } catch (error) {
    throw refusalInFolder(name, error);
  }
}

/** Synchronous `lookInto`. */
export function lookIntoSync<T>(
  folder: string | Buffer,
  name: string,
  look: (at: string | Buffer) => T,
  hasHandles = HAS_HANDLES,
): T {
  try {
    return hasHandles ? byHandleSync(folder, name, look) : byPathSync(folder, name, look);
  } catch (error) {
    throw refusalInFolder(name, error);
  }
}

async function byHandle<T>(folder: string | Buffer, name: string, look: (at: string) => Promise<T>): Promise<T> {
  await using handle = await open(folder, AS_FOLDER);
  if (!(await isAt(handle.fd, folder, await handle.stat({ bigint: true })))) throw changedFile(name);
  return await look(placeOf(handle.fd));
}

function byHandleSync<T>(folder: string | Buffer, name: string, look: (at: string) => T): T {
  const fd = openSync(folder, AS_FOLDER);
  try {
    if (!isAtSync(fd, folder, fstatSync(fd, { bigint: true }))) throw changedFile(name);
    return look(placeOf(fd));
  } finally {
    closeSync(fd);
  }
}

/** What was found counts only if the folder is the same one before and after. */
async function byPath<T>(folder: string | Buffer, name: string, look: (at: string | Buffer) => Promise<T>): Promise<T> {
  const identity = async () => {
    const [{ dev, ino }, real] = await Promise.all([lstat(folder, { bigint: true }), realpath(folder, 'buffer')]);
    if (!real.equals(Buffer.from(folder))) throw changedFile(name);
    return `${dev} ${ino}`;
  };
  const before = await identity();
  const found = await look(folder);
  if ((await identity()) !== before) throw changedFile(name);
  return found;
}

function byPathSync<T>(folder: string | Buffer, name: string, look: (at: string | Buffer) => T): T {
  const identity = () => {
    const { dev, ino } = lstatSync(folder, { bigint: true });
    if (!realpathSync.native(folder, 'buffer').equals(Buffer.from(folder))) throw changedFile(name);
    return `${dev} ${ino}`;
  };
  const before = identity();
  const found = look(folder);
  if (identity() !== before) throw changedFile(name);
  return found;
}

/** The folder, and what is in it, was there a moment ago. */
function refusalInFolder(name: string, error: unknown): Error {
  const isOther = ['ENOENT', 'ENOTDIR', 'ELOOP', 'EINVAL'].includes(codeOf(error) ?? '');
  return isOther ? changedFile(name, error) : refusalOf(name, error);
}
