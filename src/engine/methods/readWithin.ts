import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** A source file larger than this is no inmate that somebody wrote. */
const MAX_BYTES = 2 * 1024 * 1024;

export interface SourceText {
  readonly text: string;
  /** Absolute path of the file, without symbolic links. */
  readonly file: string;
}

/**
 * Reads a text file that must lie within a folder, also after every symbolic link has been followed.
 *
 * @param root absolute path of the folder, without symbolic links
 * @returns the text, or what is wrong with the file
 */
export async function readWithin(root: string, file: string): Promise<SourceText | string> {
  try {
    const real = await realpath(file);
    if (!isWithin(root, real)) return 'lies outside the inmate’s folder and is not read';
    // Opening a FIFO would wait for ever.
    const stats = await stat(real);
    if (!stats.isFile()) return 'is no file';
    if (stats.size > MAX_BYTES) return `is larger than ${MAX_BYTES} bytes and is not read`;
    const handle = await open(real, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(stats.size), 0, stats.size, 0);
      return { text: buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, ''), file: real };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}
