import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Writable } from 'node:stream';
import { writeFully } from './writeFully.ts';

/**
 * Makes standard output and standard error of this process synchronous and whole, before any code of the inmate runs.
 * Node's own ones are non-blocking on a pipe: `console.log` of a megabyte followed by `process.exit` delivers 64 KiB,
 * and makes `fs.writeSync(1)` fail with EAGAIN. They are never touched, since their getters alone do the damage.
 */
export function installSyncOutput(): void {
  defineStream('stdout', 1);
  defineStream('stderr', 2);
  const { writeSync, writeFileSync } = fs;
  // A child that has the same pipe can make it non-blocking too, and then these two fail, or write a part.
  const wholeWriteSync = (...args: WriteArguments): number => {
    const bytes = isStandard(args[0]) ? bytesToWrite(args) : undefined;
    if (bytes === undefined) {
      const written: unknown = Reflect.apply(writeSync, fs, args);
      return Number(written);
    }
    writeFully(args[0], bytes);
    return bytes.length;
  };
  const wholeWriteFileSync: typeof writeFileSync = (file, data, options) => {
    if (typeof file !== 'number' || !isStandard(file)) return writeFileSync(file, data, options);
    const encoding = typeof options === 'string' ? options : options?.encoding;
    writeFully(file, typeof data === 'string' ? Buffer.from(data, encoding ?? 'utf8') : viewOf(data));
  };
  Object.assign(fs, { writeSync: wholeWriteSync, writeFileSync: wholeWriteFileSync });
  syncBuiltinESMExports();
}

/** A buffer with offset and length, an object with these, or a string with position and encoding. */
type WriteArguments = [fd: number, data: unknown, first?: unknown, second?: unknown, position?: unknown];

/** @returns `undefined` for arguments that are to be refused, or that name a position, which a pipe does not have */
function bytesToWrite([, data, first, second, position]: WriteArguments): Uint8Array | undefined {
  if (typeof data === 'string') {
    const encoding = typeof second === 'string' && Buffer.isEncoding(second) ? second : 'utf8';
    return typeof first === 'number' ? undefined : Buffer.from(data, encoding);
  }
  if (!ArrayBuffer.isView(data)) return undefined;
  const named =
    typeof first === 'object' && first !== null ? new Map<string, unknown>(Object.entries(first)) : undefined;
  const place = named?.get('position') ?? position;
  const offset = (named ? named.get('offset') : first) ?? 0;
  const length = (named ? named.get('length') : second) ?? data.byteLength - Number(offset);
  if (!isIndex(offset) || !isIndex(length) || typeof place === 'number') return undefined;
  return offset + length > data.byteLength ? undefined : viewOf(data).subarray(offset, offset + length);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function viewOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isStandard(fd: number): boolean {
  return fd === 1 || fd === 2;
}

/** The stream is created on first access: most of its cost is that of `node:stream`. */
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
