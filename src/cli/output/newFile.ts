import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { codeOf } from '../../wire/thrown.ts';
import { UsageError } from '../../engine/index.ts';
import { describeFileError } from '../fileError.ts';
import { OutputError } from './outputError.ts';

/**
 * Writes a file whole or not at all.
 *
 * @param options.force whether it may take the place of one that is there, which it does at the end, in one step
 * @param options.source file that it is made from, and never takes the place of
 * @param fill writes it, piece by piece
 * @throws UsageError where it exists already, or its folder does not
 * @throws OutputError where it cannot be written, and what `fill` raises
 */
export async function writeNewFile(
  file: string,
  options: { readonly force: boolean; readonly source: string },
  fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (options.force) await refuseSource(file, options.source);
  const target = options.force ? `${file}.${randomBytes(6).toString('hex')}.part` : file;
  const handle = await create(target, file);
  try {
    await fill(async (bytes) => writeAll(handle, bytes, file));
    await handle.close();
    if (options.force) await replace(target, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(target, { force: true });
    throw error;
  }
}

async function replace(target: string, file: string): Promise<void> {
  try {
    await rename(target, file);
  } catch (error) {
    throw unwritable(file, error);
  }
}

async function refuseSource(file: string, source: string): Promise<void> {
  const [there, from] = await Promise.all([file, source].map(async (one) => stat(one).catch(() => undefined)));
  if (there && from && there.ino === from.ino && there.dev === from.dev) {
    throw new UsageError(`${file} is the recording itself: choose another name`);
  }
  if (there && !there.isFile()) throw new UsageError(`${file} is no file, and nothing takes its place`);
}

async function create(target: string, file: string): Promise<FileHandle> {
  try {
    return await open(target, 'wx');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST')
      throw new UsageError(`${file} exists already: choose another name, or replace it with --force`);
    if (code === 'ENOENT') throw new UsageError(`there is no folder for ${file}`);
    throw unwritable(file, error);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, file: string): Promise<void> {
  try {
    // Of what is written at once a part may be left over.
    for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): OutputError {
  return new OutputError(`cannot write ${file}: ${describeFileError(error)}`, { cause: error });
}
