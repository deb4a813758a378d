import { fstat, read } from 'node:fs';
import { promisify } from 'node:util';

const readFile = promisify(read);
const stat = promisify(fstat);

/**
 * Fills a buffer with what a file holds from a position on. Where the file is truncated during the read, the read may
 * give zeros: Linux moves the end of a file first, and then clears what is left of its last page, while other processes
 * read it. So bytes beyond the end that the file has after the read do not count.
 *
 * @returns bytes of the file at the start of the buffer, fewer than it holds only where the file ends before
 */
export async function fillFrom(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await readFile(fd, buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  const { size } = await stat(fd);
  return Math.max(0, Math.min(filled, size - position));
}
