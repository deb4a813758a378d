import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as createPack, type Pack } from 'tar-stream';
import { EngineError, toError } from '../../../../errors/errors.ts';
import { openRegular } from '../../../../files/openRegular.ts';
import type { BuildContext } from './contextEntries.ts';
import type { ContextEntry } from './contextEntry.ts';
import { MAX_SETTINGS } from './entryReader.ts';
import { diskPath, type ContextPath } from './contextPath.ts';
import { MAX_TEXT, piecesOf, readBytes } from '../files/fileContent.ts';
import { publicForm } from './installSettings.ts';
import { sha256, withLf } from '../files/lineEnds.ts';
import { Pace } from '../progress/pace.ts';
import { paxHeader } from './paxHeader.ts';

const FIXED = { uid: 0, gid: 0, mtime: new Date(0) };
/** Maximum bytes of a file that is held in memory: a stream for each costs more than reading it. */
const SMALL = 1024 * 1024;
/** Placeholder for a name that the preceding header has. */
const RAW = 'raw';

/**
 * The build context as a tar stream, byte for byte the same for the same content. It fails with an `EngineError` where
 * a file no longer matches its digest, so that no image is built under the hash of another content.
 *
 * @param onBytes called for every piece that is read from it
 */
export function packContext(context: BuildContext, onBytes?: () => void): Readable {
  // tar-stream has streams of its own kind; Node's pipeline and requests need Node's.
  return Readable.from(packed(context, onBytes), { objectMode: false });
}

async function* packed(context: BuildContext, onBytes: (() => void) | undefined): AsyncGenerator {
  const pack = createPack();
  const chunks = pack[Symbol.asyncIterator]();
  // Started only now that the stream has a reader: an earlier error would go unnoticed.
  let failure: Error | undefined;
  const filled = fill(pack, context).catch((error: unknown) => {
    failure = toError(error);
    pack.destroy(failure);
  });
  try {
    for (let chunk = await chunks.next(); chunk.done !== true; chunk = await chunks.next()) {
      onBytes?.();
      yield chunk.value;
    }
  } finally {
    pack.destroy();
    await filled;
  }
  if (failure) throw failure;
}

async function fill(pack: Pack, context: BuildContext): Promise<void> {
  const pace = new Pace();
  for (const entry of context.entries) {
    await add(pack, context, entry);
    await pace.step();
  }
  pack.finalize();
}

async function add(pack: Pack, context: BuildContext, entry: ContextEntry): Promise<void> {
  if (entry.type === 'directory') {
    await addHeader(pack, entry, { type: 'directory', mode: 0o755 });
  } else if (entry.type === 'symlink') {
    await addHeader(pack, entry, { type: 'symlink', mode: 0o777 }, undefined, {
      path: entry.target,
      bytes: entry.targetBytes,
    });
  } else if (entry.form !== undefined || entry.size <= SMALL) {
    await addHeader(pack, entry, { type: 'file', mode: modeOf(entry) }, await bytesOf(context, entry));
  } else {
    await addLarge(pack, context.root, entry);
  }
}

type FileEntry = ContextEntry & { readonly type: 'file' };

/** All bytes of a file, as they go into the build. */
async function bytesOf({ root, isLocal }: BuildContext, entry: FileEntry): Promise<Buffer> {
  const { path, form, size, digest } = entry;
  const file = diskPath(root, entry);
  const most = form === 'lf' ? MAX_TEXT : form === 'public' ? MAX_SETTINGS : size;
  const bytes = await readBytes({ file, name: path }, most, { atOnce: isLocal }).catch((error: unknown) => {
    throw changed(file, error);
  });
  const formed = form === 'lf' ? withLf(bytes) : form === 'public' ? publicBytes(path, bytes) : bytes;
  if (formed?.length !== size || sha256(formed) !== digest) throw changed(file);
  return formed;
}

function publicBytes(path: string, bytes: Buffer): Buffer {
  return Buffer.from(publicForm(path, bytes.toString('utf8')));
}

async function addLarge(pack: Pack, root: string, entry: FileEntry): Promise<void> {
  const { size, digest } = entry;
  const file = diskPath(root, entry);
  const name = addRawNames(pack, entry) ? RAW : entry.path;
  const sink = pack.entry({ ...FIXED, type: 'file', name, size, mode: modeOf(entry) });
  const hash = createHash('sha256');
  let sent = 0;
  const checked = async function* () {
    try {
      // Not in the pipeline itself, which would destroy the tar stream with the file's own error.
      await using handle = (await openRegular(file, entry.path)).handle;
      for await (const piece of piecesOf(handle, {})) {
        hash.update(piece);
        sent += piece.length;
        if (sent > size) throw changed(file);
        // The buffer is reused for the next piece, and the stream may hold this one for longer.
        yield Buffer.from(piece);
      }
    } catch (error) {
      throw error instanceof EngineError ? error : changed(file, error);
    }
    if (sent !== size || hash.digest('hex') !== digest) throw changed(file);
  };
  await pipeline(checked, sink);
}

function changed(file: string | Buffer, cause?: unknown): EngineError {
  return new EngineError(`${file.toString()} changed while the image was being built: build again`, 'build', { cause });
}

function modeOf({ executable }: FileEntry): number {
  return executable ? 0o755 : 0o644;
}

/** Adds an entry that is held in memory. */
async function addHeader(
  pack: Pack,
  place: ContextPath,
  header: { readonly type: 'directory' | 'symlink' | 'file'; readonly mode: number },
  bytes?: Buffer,
  target?: ContextPath,
): Promise<void> {
  const isRaw = addRawNames(pack, place, target);
  const name = isRaw ? RAW : header.type === 'directory' ? `${place.path}/` : place.path;
  const linkname = target && { linkname: isRaw ? RAW : target.path };
  await written(pack, { ...FIXED, ...header, name, ...linkname }, bytes);
}

/** tar-stream takes names only as text: others go into a header before the entry, whose own name is then ignored. */
function addRawNames(pack: Pack, place: ContextPath, target?: ContextPath): boolean {
  if (place.bytes === undefined && target?.bytes === undefined) return false;
  const records = [
    ['path', place],
    ['linkpath', target],
  ] as const;
  pack.push(
    paxHeader(
      records.flatMap(([key, value]) => (value ? [[key, value.bytes ?? Buffer.from(value.path)] as const] : [])),
    ),
  );
  return true;
}

function written(pack: Pack, header: Parameters<Pack['entry']>[0], bytes: Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry(header, bytes ?? Buffer.alloc(0), (error) => (error ? reject(error) : resolve()));
  });
}
