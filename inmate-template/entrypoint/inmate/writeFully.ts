import fs from 'node:fs';

/** Taken before the inmate's code can replace it. */
const writeSync = fs.writeSync;

/** Milliseconds between two attempts to write to a pipe that is full. */
const RETRY_MS = 1;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of it before it returns, also where the descriptor has become non-blocking: that state is shared with
 * every process that has the same pipe, and any of them may set it.
 */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(sleeper, 0, 0, RETRY_MS);
    }
  }
}
