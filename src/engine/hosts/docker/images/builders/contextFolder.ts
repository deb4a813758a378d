import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { BuildContext } from '../context/contextEntries.ts';

/**
 * Whether a context ignores the Dockerfile or `.dockerignore` itself. BuildKit hides them from the build only if the
 * context is a folder: from an archive it takes all.
 */
export function ignoresItsRules({ entries, rules }: BuildContext): boolean {
  if (!entries.some(({ path, type }) => path === '.dockerignore' && type === 'file')) return false;
  return rules.ignores('Dockerfile') || rules.ignores('.dockerignore');
}

/** A folder that is removed when it is no longer needed. */
export interface ContextFolder extends AsyncDisposable {
  readonly path: string;
}

/** Unpacks a context into a folder that only this user can read. */
export async function unpackContext(archive: Readable, signal: AbortSignal): Promise<ContextFolder> {
  const path = await mkdtemp(join(tmpdir(), 'hoosegow-context-'));
  const dispose = () => rm(path, { recursive: true, force: true });
  try {
    const unpacked = extract();
    const written = write(unpacked, path);
    await Promise.all([pipeline(archive, unpacked, { signal }), written]);
    return { path, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function write(archive: ReturnType<typeof extract>, folder: string): Promise<void> {
  for await (const entry of archive) {
    const { name, type, mode, mtime, linkname } = entry.header;
    const path = join(folder, name);
    if (type === 'directory') {
      await mkdir(path);
    } else if (type === 'symlink') {
      await symlink(linkname ?? '', path);
    } else {
      await pipeline(entry, createWriteStream(path, { flags: 'wx' }));
      await chmod(path, mode ?? 0o644);
      await utimes(path, mtime ?? 0, mtime ?? 0);
    }
    entry.resume();
  }
}
