import type { Readable } from 'node:stream';

/** Calls back once when nothing more will come, be it the end or a broken connection. */
export function onceEnded(stream: Readable, callback: () => void): void {
  let called = false;
  const end = (): void => {
    if (called) return;
    called = true;
    callback();
  };
  stream.on('end', end).on('close', end).on('error', end);
}
