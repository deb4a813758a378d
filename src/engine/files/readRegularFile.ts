import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { changedFile, FileRefusedError, leadsNowhere, refusalOf, tooLarge } from './fileRefused.ts';
import { isSame, openRegular } from './openRegular.ts';

/** How a file is read. */
export interface ReadBounds {
  /** Bytes beyond which it is refused. */
  readonly maxBytes: number;
  /** How messages call it; the path by default. */
  readonly name?: string | undefined;
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What stands in a file, and where that lies. */
export interface FoundFile {
  readonly bytes: Buffer;
  /** Absolute path, without symbolic links. */
  readonly file: string;
}

/** Bytes to ask for at once, of a file whose size is given as 0. */
const CHUNK = 64 * 1024;

/**
 * Reads a whole regular file: nothing else is opened, a FIFO does not block, a link is not followed, and an endless
 * file is not read to its end. Folders above it may be links.
 *
 * @throws FileRefusedError naming the file and what is wrong with it
 */
export async function readRegularFile(file: string, bounds: ReadBounds): Promise<Buffer> {
  const name = bounds.name ?? file;
  const absolute = path.resolve(file);
  const folder = await realpath(path.dirname(absolute)).catch((error: unknown) => {
    throw refusalOf(name, error);
  });
  return readAt(path.join(folder, path.basename(absolute)), { ...bounds, name });
}

/**
 * Reads a regular file that must lie in a folder, also after every link has been followed.
 *
 * @param root absolute path of the folder, without symbolic links
 * @param file in it: relative to it, or absolute
 * @throws FileRefusedError naming the file and what is wrong with it
 */
export async function readFileWithin(root: string, file: string, bounds: ReadBounds): Promise<FoundFile> {
  const name = bounds.name ?? file;
  const place = path.resolve(root, file);
  const real = await realpath(place).catch(async (error: unknown) => {
    throw (await isLink(place)) ? leadsNowhere(name, error) : refusalOf(name, error);
  });
  if (!isWithin(root, real)) {
    throw new FileRefusedError(name, 'outside', 'is a link that leads out of its folder, and is not followed');
  }
  return { bytes: await readAt(real, { ...bounds, name }), file: real };
}

/** @param file path in which nothing is a link */
async function readAt(file: string, { maxBytes, name = file, signal }: ReadBounds): Promise<Buffer> {
  signal?.throwIfAborted();
  await using handle = (await openRegular(file, name)).handle;
  try {
    const before = await handle.stat({ bigint: true });
    if (before.size > maxBytes) throw tooLarge(name, maxBytes);
    // One byte more shows whether there is more; the size of some system files is given as 0.
    let bytes = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(Number(before.size), CHUNK)) + 1);
    let length = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
      if (length > maxBytes) throw tooLarge(name, maxBytes);
      if (length === bytes.length) bytes = grown(bytes, maxBytes);
    }
    if (!isSame(before, await handle.stat({ bigint: true }))) throw changedFile(name);
    return bytes.subarray(0, length);
  } catch (error) {
    signal?.throwIfAborted();
    throw refusalOf(name, error);
  }
}

function grown(bytes: Buffer, maxBytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.min(bytes.length * 2, maxBytes + 1));
  bytes.copy(larger);
  return larger;
}

function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
}

function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}
