import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cannotRead, cannotWrite, noTemporaryPlace, RecordingError } from '../errors.ts';
import { writeAll } from './writeAll.ts';

/** What must be released; a separate object, as the file object may be collected before. */
interface Handle {
  fd: number | undefined;
  /** A file to delete when the descriptor is closed. */
  leftover: string | undefined;
}

/** A larger spool file does not rest in memory. */
const MAX_RESTING_BYTES = 1024 * 1024;
/** A spool file that is being written becomes a real file when it grows larger, or when it is read. */
const MAX_UNWRITTEN_BYTES = 64 * 1024;

/** Only this user may read what an inmate printed. */
const MODE = 0o600;

/**
 * The file under a recording: a descriptor that is open as long as its owner or a reader uses it. A named file is
 * opened again where a reader comes later. A spool file begins in memory: most dispatches print little, and making a
 * file would be a good part of what they cost. If an owner is dropped without being closed, its descriptor is closed
 * when it is collected.
 */
export class SharedFile {
  static readonly #dropped = new FinalizationRegistry<Handle>(closeHandle);
  /** How messages call the file. */
  readonly name: string;
  /** Absolute path; `undefined` for a spool file. */
  readonly path: string | undefined;
  readonly #handle: Handle;
  /** Device and inode, by which a file that has replaced this one is recognised. */
  #identity: string | undefined;
  #owned = true;
  #uses = 0;
  /** The whole of a small spool file, in pieces, while it has no descriptor. */
  #memory: Uint8Array[] | undefined;

  private constructor(name: string, path: string | undefined, handle: Handle) {
    this.name = name;
    this.path = path;
    this.#handle = handle;
    if (handle.fd !== undefined) this.#identity = identify(handle.fd);
    SharedFile.#dropped.register(this, handle, this);
  }

  /** Makes a file that does not exist yet, to be written and read. */
  static create(path: string): SharedFile {
    try {
      // Absolute, because the working directory may change before the file is opened again.
      return new SharedFile(path, resolve(path), { fd: openSync(path, 'wx+', MODE), leftover: undefined });
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Makes a file without a name in the folder for temporary files. Where possible, a crash leaves nothing behind. */
  static spool(): SharedFile {
    const file = new SharedFile(`spool file in ${tmpdir()}`, undefined, { fd: undefined, leftover: undefined });
    file.#memory = [];
    return file;
  }

  /** An existing file, to be read; open only while it is used. */
  static open(path: string): SharedFile {
    const file = new SharedFile(path, resolve(path), { fd: undefined, leftover: undefined });
    file.#owned = false;
    return file;
  }

  /** Writes buffers at an offset, the file's end so far. @returns bytes written */
  write(buffers: readonly Uint8Array[], offset: number): number {
    const bytes = buffers.reduce((sum, { length }) => sum + length, 0);
    if (this.#memory && this.#handle.fd === undefined && offset + bytes <= MAX_UNWRITTEN_BYTES) {
      // Copied: a chunk that was read from a socket may be a small part of a larger buffer.
      this.#memory.push(Buffer.concat(buffers));
      return bytes;
    }
    const fd = this.acquire();
    try {
      return writeAll(fd, buffers, offset);
    } finally {
      this.release();
    }
  }

  /** @returns the descriptor, open until `release` was called as often */
  acquire(): number {
    const fd = this.#handle.fd ?? this.#reopen();
    this.#uses++;
    return fd;
  }

  release(): void {
    this.#uses--;
    this.#closeUnused();
  }

  /** The owner is done with the file. */
  close(): void {
    this.#owned = false;
    this.#memory = undefined;
    this.#closeUnused();
  }

  /**
   * Nothing more will be written, but it may be read: a named file is closed, and so is a small spool file, which then
   * rests in memory. A thousand dispatches that a program keeps must not hold a thousand descriptors.
   */
  rest(): void {
    const { fd } = this.#handle;
    if (this.path === undefined && fd !== undefined) {
      if (fstatSync(fd).size > MAX_RESTING_BYTES) return;
      this.#memory = [readWhole(fd)];
    }
    this.#owned = false;
    this.#closeUnused();
  }

  /** Closes a file that was not needed, and deletes it. */
  discard(): void {
    this.#handle.leftover ??= this.path;
    this.close();
  }

  #closeUnused(): void {
    if (!this.#owned && this.#uses === 0) closeHandle(this.#handle);
  }

  /** Readers need a descriptor: a resting file is written to disk again while they read. */
  #awaken(memory: readonly Uint8Array[]): number {
    const handle = openSpool();
    try {
      writeAll(handle.fd, memory, 0);
    } catch (error) {
      closeHandle(handle);
      throw cannotWrite(this.name, error);
    }
    const { fd } = Object.assign(this.#handle, handle);
    // From now on only the file is written to.
    if (this.#owned) this.#memory = undefined;
    return fd;
  }

  #reopen(): number {
    if (this.#memory) return this.#awaken(this.#memory);
    if (this.path === undefined) throw new RecordingError(`the ${this.name} was closed, and its recording is gone`);
    const fd = openToRead(this.path, this.name);
    const identity = identify(fd);
    this.#identity ??= identity;
    if (identity !== this.#identity) {
      closeSync(fd);
      throw new RecordingError(`${this.name} was replaced by another file: open it again`);
    }
    this.#handle.fd = fd;
    return fd;
  }
}

function openSpool(): Handle & { fd: number } {
  const folder = tmpdir();
  const path = join(folder, `hoosegow-${randomUUID()}.dispatch`);
  try {
    const handle: Handle & { fd: number } = { fd: openSync(path, 'wx+', MODE), leftover: undefined };
    try {
      unlinkSync(path);
    } catch {
      // Some file systems keep an open file's name (Windows, network shares).
      handle.leftover = path;
    }
    return handle;
  } catch (error) {
    throw noTemporaryPlace(folder, error);
  }
}

function readWhole(fd: number): Uint8Array {
  const bytes = new Uint8Array(fstatSync(fd).size);
  let filled = 0;
  for (let got = -1; got !== 0 && filled < bytes.length; filled += got) {
    got = readSync(fd, bytes, filled, bytes.length - filled, filled);
  }
  return bytes;
}

function openToRead(path: string, name: string): number {
  try {
    // Checked before it is opened: opening a pipe would wait for its writer.
    const stats = statSync(path);
    if (stats.isDirectory()) throw new RecordingError(`${name} is a folder; name a .dispatch file`);
    if (!stats.isFile()) throw new RecordingError(`${name} is not an ordinary file; name a .dispatch file`);
    return openSync(path, 'r');
  } catch (error) {
    throw cannotRead(name, error);
  }
}

function identify(fd: number): string {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return `${dev}:${ino}`;
}

function closeHandle(handle: Handle): void {
  const { fd, leftover } = handle;
  handle.fd = undefined;
  handle.leftover = undefined;
  try {
    if (fd !== undefined) closeSync(fd);
    if (leftover !== undefined) unlinkSync(leftover);
  } catch {
    // There is no caller to report it to, and the recorded bytes are not affected.
  }
}
