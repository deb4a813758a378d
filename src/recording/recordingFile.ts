import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cannotRead, cannotWrite, RecordingError } from './errors.ts';

/** What must be given back; apart from the file object, which may be collected before. */
interface Handle {
  fd: number | undefined;
  /** A file to delete when the descriptor is closed. */
  leftover: string | undefined;
}

/** A spool file of no more bytes rests in memory. */
const MAX_RESTING_BYTES = 1024 * 1024;

/** Only this user may read what an inmate printed. */
const MODE = 0o600;

/**
 * The file under a recording: a descriptor that is open as long as its owner or a reader uses it. A named file is opened
 * again where a reader comes later. An owner that was dropped without a word gives its descriptor back when it is
 * collected.
 */
export class RecordingFile {
  static readonly #dropped = new FinalizationRegistry<Handle>(closeHandle);
  /** How messages call the file. */
  readonly name: string;
  /** Absolute path; `undefined` for a spool file. */
  readonly path: string | undefined;
  readonly #handle: Handle;
  /** Device and inode, by which a file that took this one's place is told apart. */
  #identity: string | undefined;
  #owned = true;
  #uses = 0;
  /** The whole of a small spool file that nobody uses. */
  #resting: Uint8Array | undefined;

  private constructor(name: string, path: string | undefined, handle: Handle) {
    this.name = name;
    this.path = path;
    this.#handle = handle;
    if (handle.fd !== undefined) this.#identity = identify(handle.fd);
    RecordingFile.#dropped.register(this, handle, this);
  }

  /** Makes a file that does not exist yet, to be written and read. */
  static create(path: string): RecordingFile {
    try {
      // Absolute, because the working directory may change before the file is opened again.
      return new RecordingFile(path, resolve(path), { fd: openSync(path, 'wx+', MODE), leftover: undefined });
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  /** Makes a file without a name in the folder for temporary files. A crash leaves nothing behind where it can. */
  static spool(): RecordingFile {
    return new RecordingFile(`spool file in ${tmpdir()}`, undefined, openSpool());
  }

  /** A file that is there already, to be read; open only while it is used. */
  static open(path: string): RecordingFile {
    const file = new RecordingFile(path, resolve(path), { fd: undefined, leftover: undefined });
    file.#owned = false;
    return file;
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

  /** The owner needs the file no more. */
  close(): void {
    this.#owned = false;
    this.#closeUnused();
  }

  /**
   * Nothing will be written any more, but it may be read: a named file is closed, and so is a small spool file, which
   * then rests in memory. A thousand dispatches that somebody keeps must not hold a thousand descriptors.
   */
  rest(): void {
    const { fd } = this.#handle;
    if (this.path === undefined) {
      if (fd === undefined || fstatSync(fd).size > MAX_RESTING_BYTES) return;
      this.#resting = readWhole(fd);
    }
    this.close();
  }

  /** Closes a file that was made in vain, and deletes it. */
  discard(): void {
    this.#handle.leftover ??= this.path;
    this.close();
  }

  #closeUnused(): void {
    if (!this.#owned && this.#uses === 0) closeHandle(this.#handle);
  }

  /** Readers take a descriptor: what rests goes into a file again for as long as they are at work. */
  #awaken(bytes: Uint8Array): number {
    const { fd, leftover } = openSpool();
    this.#handle.fd = fd;
    this.#handle.leftover = leftover;
    for (let written = 0; written < bytes.length;) {
      written += writeSync(fd, bytes, written, bytes.length - written, written);
    }
    return fd;
  }

  #reopen(): number {
    if (this.#resting) return this.#awaken(this.#resting);
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
  const path = join(tmpdir(), `hoosegow-${randomUUID()}.dispatch`);
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
    throw cannotWrite(path, error);
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
    // Looked at before it is opened: opening a pipe would wait for its writer.
    const stats = statSync(path);
    if (stats.isDirectory()) throw new RecordingError(`${name} is a folder; name a .dispatch file`);
    if (!stats.isFile()) throw new RecordingError(`${name} is no ordinary file; name a .dispatch file`);
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
    // Nobody is left to tell, and what was recorded is not touched by it.
  }
}
