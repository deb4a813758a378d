import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { messageOf } from '../../recording/errors.ts';
import type { WriteBytes } from './byteWriter.ts';

/** A file could not be written; `cause` tells why. */
export class UnwritableError extends Error {
  override name = 'UnwritableError';
}

/**
 * Writes a file whole or not at all.
 *
 * @param options.replace whether it may replace an existing file, which happens at the end, atomically
 * @param fill writes it, piece by piece
 * @throws UnwritableError if it cannot be written, and what `fill` throws
 */
export async function writeWhole(
  file: string,
  options: { readonly replace: boolean },
  fill: (write: WriteBytes) => Promise<void>,
): Promise<void> {
  const target = options.replace ? `${file}.${randomBytes(6).toString('hex')}.part` : file;
  const handle = await writing(file, open(target, 'wx'));
  try {
    await fill(async (bytes) => writing(file, writeAll(handle, bytes)));
    await writing(file, handle.close());
    if (options.replace) await writing(file, rename(target, file));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(target, { force: true });
    throw error;
  }
}

async function writing<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UnwritableError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** Repeats the write, because one call may write only a part. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
}
