import { writevSync } from 'node:fs';
import { buffersBehind } from './buffersBehind.ts';

/** Buffers that every platform takes in one call (Linux and macOS: 1024). */
const MAX_BUFFERS = 1024;

/**
 * Writes all of it, in as many calls as it takes, at an explicit position: on Windows reads in another thread would
 * move a shared one.
 *
 * @returns bytes written
 */
export function writeAll(fd: number, buffers: readonly Uint8Array[], position: number): number {
  let pending = buffers;
  let total = 0;
  while (pending.length > 0) {
    const written = writevSync(fd, pending.slice(0, MAX_BUFFERS), position + total);
    total += written;
    pending = buffersBehind(pending, written);
  }
  return total;
}
