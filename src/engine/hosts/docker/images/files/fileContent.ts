import { createHash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { changedFile, tooLarge } from '../../../../files/fileRefused.ts';
import { openRegular, openRegularSync, type FileFacts } from '../../../../files/openRegular.ts';
import { lfForm, sha256, type LfForm } from './lineEnds.ts';

/** What a file holds. */
export interface FileContent {
  /** SHA-256 of its bytes, hexadecimal. */
  readonly digest: string;
  readonly size: number;
  /** Whether its mode says so. */
  readonly executable: boolean;
  /** Whether it begins with `#!`. */
  readonly isScript: boolean;
  /** The same content with Unix line ends; missing where it has no others, or is not text. */
  readonly lf?: LfForm | undefined;
}

/** A file of a build context. */
export interface ContextFile {
  /** Its path on this disk, in which no folder is a link. */
  readonly file: string | Buffer;
  /** Its name in messages. */
  readonly name: string;
  /** Its facts when it was listed; missing where any regular file will do. */
  readonly facts?: FileFacts | undefined;
}

export interface ReadingOfFile {
  /** Whether reading is fast enough to block this thread. */
  readonly atOnce: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes of each piece that was read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Maximum bytes of a file that is read in one go. */
const SMALL = 256 * 1024;
/** Maximum bytes of a file that is treated as text. */
export const MAX_TEXT = 64 * 1024 * 1024;
const CR = 13;

/** @throws FileRefusedError where it is not what was listed */
export async function readContent(
  file: ContextFile & { readonly facts: FileFacts },
  how: ReadingOfFile,
): Promise<FileContent> {
  if (file.facts.size > SMALL) return readLarge(file, how);
  const bytes = await readBytes(file, Number(file.facts.size), how);
  how.onBytes?.(bytes.length);
  if (bytes.length !== Number(file.facts.size)) throw changedFile(file.name);
  return contentOf(bytes, file.facts);
}

/**
 * All bytes of a regular file; nothing else is read.
 *
 * @throws FileRefusedError where it no longer is one, or has more than `maxBytes`
 */
export async function readBytes(file: ContextFile, maxBytes: number, { atOnce }: ReadingOfFile): Promise<Buffer> {
  return atOnce ? readAtOnce(file, maxBytes) : readMeanwhile(file, maxBytes);
}

async function readMeanwhile({ file, name, facts }: ContextFile, maxBytes: number): Promise<Buffer> {
  const { handle, size } = await openRegular(file, name, facts);
  await using opened = handle;
  const bytes = roomFor(name, Number(size), maxBytes);
  for (let length = 0; ;) {
    const { bytesRead } = await opened.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
    if (length === bytes.length) throw changedFile(name);
  }
}

function readAtOnce({ file, name, facts }: ContextFile, maxBytes: number): Buffer {
  const { fd, size } = openRegularSync(file, name, facts);
  try {
    const bytes = roomFor(name, Number(size), maxBytes);
    for (let length = 0; ;) {
      const read = readSync(fd, bytes, length, bytes.length - length, null);
      if (read === 0) return bytes.subarray(0, length);
      length += read;
      if (length === bytes.length) throw changedFile(name);
    }
  } finally {
    closeSync(fd);
  }
}

/** One byte longer than the file, which shows whether it has grown. */
function roomFor(name: string, size: number, maxBytes: number): Buffer {
  if (size > maxBytes) throw tooLarge(name, maxBytes);
  return Buffer.allocUnsafe(size + 1);
}

function contentOf(bytes: Buffer, { mode }: FileFacts): FileContent {
  const isScript = bytes.subarray(0, 2).toString('latin1') === '#!';
  const lf = bytes.includes(CR) ? lfForm(bytes) : undefined;
  return { digest: sha256(bytes), size: bytes.length, executable: isExecutable(mode), isScript, lf };
}

async function readLarge(
  { file, name, facts }: ContextFile & { readonly facts: FileFacts },
  how: ReadingOfFile,
): Promise<FileContent> {
  await using handle = (await openRegular(file, name, facts)).handle;
  const expected = Number(facts.size);
  const hash = createHash('sha256');
  let size = 0;
  let isScript = false;
  let mayBeText = expected <= MAX_TEXT;
  let hasCr = false;
  for await (const piece of piecesOf(handle, how)) {
    hash.update(piece);
    if (size === 0) isScript = piece.subarray(0, 2).toString('latin1') === '#!';
    size += piece.length;
    if (size > expected) throw changedFile(name);
    if (mayBeText) mayBeText = !piece.includes(0);
    if (mayBeText) hasCr ||= piece.includes(CR);
  }
  if (size !== expected) throw changedFile(name);
  const digest = hash.digest('hex');
  const lf = mayBeText && hasCr ? await lfFormOf(handle, { name, size, digest }) : undefined;
  return { digest, size, executable: isExecutable(facts.mode), isScript, lf };
}

/**
 * Reads a file from its beginning to its end.
 *
 * @returns pieces of at most 256 KiB, each valid only until the next one is requested
 */
export async function* piecesOf(
  handle: FileHandle,
  { signal, onBytes }: Pick<ReadingOfFile, 'signal' | 'onBytes'>,
): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(SMALL);
  for (let at = 0; ;) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, SMALL, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    onBytes?.(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

async function lfFormOf(
  handle: FileHandle,
  { name, size, digest }: { readonly name: string; readonly size: number; readonly digest: string },
): Promise<LfForm | undefined> {
  const bytes = Buffer.allocUnsafe(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  if (bytesRead !== size || sha256(bytes) !== digest) throw changedFile(name);
  return lfForm(bytes);
}

function isExecutable(mode: bigint): boolean {
  return (mode & 0o111n) !== 0n;
}
