import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as createPack, type Pack } from 'tar-stream';
import { EngineError, toError } from '../errors.ts';
import type { BuildContext, ContextEntry } from './contextEntries.ts';

const FIXED = { uid: 0, gid: 0, mtime: new Date(0) };

/**
 * The build context as a tar stream, byte for byte the same for the same content. It fails with an `EngineError` where a
 * file is no longer what its digest says, so that no image is built under the hash of another content.
 *
 * @param onBytes called with every piece that is taken from it
 */
export function packContext(context: BuildContext, onBytes?: () => void): Readable {
  const pack = createPack();
  void fill(pack, context).catch((error: unknown) => pack.destroy(toError(error)));
  // tar-stream brings streams of its own kind; Node's pipeline and requests want Node's.
  return Readable.from(taken(pack, onBytes), { objectMode: false });
}

async function* taken(pack: Pack, onBytes: (() => void) | undefined): AsyncGenerator {
  for await (const chunk of pack) {
    onBytes?.();
    yield chunk;
  }
}

async function fill(pack: Pack, { root, entries }: BuildContext): Promise<void> {
  for (const entry of entries) await add(pack, root, entry);
  pack.finalize();
}

async function add(pack: Pack, root: string, entry: ContextEntry): Promise<void> {
  if (entry.type === 'directory') {
    pack.entry({ ...FIXED, type: 'directory', name: `${entry.path}/`, mode: 0o755 });
  } else if (entry.type === 'symlink') {
    pack.entry({ ...FIXED, type: 'symlink', name: entry.path, linkname: entry.target, mode: 0o777 });
  } else {
    await addFile(pack, join(root, entry.path), entry);
  }
}

async function addFile(pack: Pack, file: string, entry: ContextEntry & { type: 'file' }): Promise<void> {
  const { path, size, executable, digest } = entry;
  const sink = pack.entry({ ...FIXED, type: 'file', name: path, size, mode: executable ? 0o755 : 0o644 });
  const hash = createHash('sha256');
  const changed = (cause?: unknown) =>
    new EngineError(`${file} changed while the image was being built: build again`, 'build', { cause });
  let sent = 0;
  const checked = async function* () {
    try {
      // Not a part of the pipeline itself: it would destroy the tar stream with the file's own error.
      for await (const chunk of createReadStream(file)) {
        if (!Buffer.isBuffer(chunk)) throw new TypeError('a file has an encoding');
        hash.update(chunk);
        sent += chunk.length;
        if (sent > size) throw changed();
        yield chunk;
      }
    } catch (error) {
      throw error instanceof EngineError ? error : changed(error);
    }
    if (sent !== size || hash.digest('hex') !== digest) throw changed();
  };
  await pipeline(checked, sink);
}
