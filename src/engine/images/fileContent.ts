import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
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
  /** What it would hold with the line ends of Unix; missing where it has no others, or is no text. */
  readonly lf?: LfForm | undefined;
}

/** Never follows a link, and never waits for the other end of a FIFO. */
const PLAINLY = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
/** Bytes of a file that are read in one go. */
const SMALL = 256 * 1024;
/** Bytes of a file beyond which nobody takes it for text. */
const MAX_TEXT = 64 * 1024 * 1024;
const CR = 13;

/** @param atOnce whether reading takes so little time that this thread may wait for it */
export async function readContent(file: string | Buffer, stats: BigIntStats, atOnce: boolean): Promise<FileContent> {
  if (stats.size <= SMALL) {
    return contentOf(await readFile(file, atOnce), stats);
  }
  return readLarge(file, stats);
}

/** All bytes of a regular file, and of nothing else. */
export async function readFile(file: string | Buffer, atOnce: boolean): Promise<Buffer> {
  return atOnce ? readAtOnce(file) : readMeanwhile(file);
}

async function readMeanwhile(file: string | Buffer): Promise<Buffer> {
  await using handle = await open(file, PLAINLY);
  if (!(await handle.stat()).isFile()) throw new Error(`${file.toString()} is no file any more`);
  return await handle.readFile();
}

function readAtOnce(file: string | Buffer): Buffer {
  const fd = openSync(file, PLAINLY);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new Error(`${file.toString()} is no file any more`);
    // One byte more, so that a file that grows is noticed by its end.
    let bytes = Buffer.allocUnsafe(stats.size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(fd, bytes, length, bytes.length - length, null);
      if (read === 0) return bytes.subarray(0, length);
      length += read;
      if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(SMALL)]);
    }
  } finally {
    closeSync(fd);
  }
}

function contentOf(bytes: Buffer, { mode }: BigIntStats): FileContent {
  const isScript = bytes.subarray(0, 2).toString('latin1') === '#!';
  const lf = bytes.includes(CR) ? lfForm(bytes) : undefined;
  return { digest: sha256(bytes), size: bytes.length, executable: isExecutable(mode), isScript, lf };
}

async function readLarge(file: string | Buffer, { mode, size: expected }: BigIntStats): Promise<FileContent> {
  await using handle = await open(file, PLAINLY);
  if (!(await handle.stat()).isFile()) throw new Error(`${file.toString()} is no file any more`);
  const hash = createHash('sha256');
  let size = 0;
  let isScript = false;
  let mayBeText = expected <= MAX_TEXT;
  let hasCr = false;
  const buffer = Buffer.allocUnsafe(SMALL);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, SMALL, size);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    if (size === 0) isScript = piece.subarray(0, 2).toString('latin1') === '#!';
    size += bytesRead;
    if (size > MAX_TEXT) mayBeText = false;
    if (mayBeText) mayBeText = !piece.includes(0);
    if (mayBeText) hasCr ||= piece.includes(CR);
  }
  const lf = mayBeText && hasCr ? lfForm(await readMeanwhile(file)) : undefined;
  return { digest: hash.digest('hex'), size, executable: isExecutable(mode), isScript, lf };
}

function isExecutable(mode: bigint): boolean {
  return (mode & 0o111n) !== 0n;
}
