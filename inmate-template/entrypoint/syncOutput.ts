import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Writable } from 'node:stream';
import { retry, writeFully } from './writeFully.ts';

/**
 * Makes standard output and standard error of this process synchronous and whole, before any code of the inmate runs.
 * Node's own ones are non-blocking on a pipe: `console.log` of a megabyte followed by `process.exit` delivers 64 KiB,
 * and makes `fs.writeSync(1)` fail with EAGAIN. They are never touched, since their getters alone do the damage.
 */
export function installSyncOutput(): void {
  defineStream('stdout', 1);
  defineStream('stderr', 2);
  const { writeSync, writeFileSync } = fs;
  const wholeWriteSync: (...args: Parameters<typeof writeSync>) => number = (...args) =>
    isStandard(args[0]) ? retry(() => writeSync(...args)) : writeSync(...args);
  // `fs.writeFileSync(1, text)` is a usual way to print.
  const wholeWriteFileSync: typeof writeFileSync = (file, data, options) => {
    if (typeof file !== 'number' || !isStandard(file)) return writeFileSync(file, data, options);
    const encoding = typeof options === 'string' ? options : options?.encoding;
    writeFully(file, toBytes(data, encoding ?? 'utf8'));
  };
  Object.assign(fs, { writeSync: wholeWriteSync, writeFileSync: wholeWriteFileSync });
  syncBuiltinESMExports();
}

function toBytes(data: string | NodeJS.ArrayBufferView, encoding: BufferEncoding): Uint8Array {
  return typeof data === 'string'
    ? Buffer.from(data, encoding)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isStandard(fd: number): boolean {
  return fd === 1 || fd === 2;
}

/** The stream is made when it is asked for first: most of its cost is that of `node:stream`. */
function defineStream(name: 'stdout' | 'stderr', fd: number): void {
  let stream: SyncOutput | undefined;
  const get = (): SyncOutput => (stream ??= new SyncOutput(fd));
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get });
}

class SyncOutput extends Writable {
  readonly fd: number;
  readonly isTTY = false;

  constructor(fd: number) {
    super({ decodeStrings: true, emitClose: false });
    this.fd = fd;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    try {
      writeFully(this.fd, chunk);
      callback();
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
