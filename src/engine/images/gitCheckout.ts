import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileState, isSettled } from './fileDigests.ts';
import { readGitIndex, type GitEntry } from './gitIndex.ts';

/** What git knows of a folder's files, read from its own files: git itself would run what these name. */
export interface GitCheckout {
  /** By their paths within the folder, with slashes. */
  readonly entries: ReadonlyMap<string, GitEntry>;
  /** Whether the disk keeps what makes a file executable, and links: git notes it where it does not. */
  readonly keepsModes: boolean;
  readonly keepsLinks: boolean;
  /** Path and state of the index; `undefined` where a change since might not show. */
  readonly index: readonly [path: string, state: string] | undefined;
}

/** Bytes of an index beyond which it is not read. */
const MAX_INDEX = 256 * 1024 * 1024;
const MAX_CONFIG = 1024 * 1024;

/** @returns `undefined` where the folder is in no work tree of git, or that cannot be read */
export async function readGitCheckout(root: string): Promise<GitCheckout | undefined> {
  try {
    const found = await findGit(root);
    return found && (await read(found, root));
  } catch {
    return undefined;
  }
}

interface Git {
  /** Folder of the work tree. */
  readonly top: string;
  /** Folder with the index. */
  readonly dir: string;
}

async function findGit(root: string): Promise<Git | undefined> {
  for (let top = root; ; top = dirname(top)) {
    const git = join(top, '.git');
    const stats = await lstat(git).catch(() => undefined);
    if (stats?.isDirectory() === true) return { top, dir: git };
    if (stats?.isFile() === true) {
      // A further work tree of a repository, or a submodule.
      const [, dir] = /^gitdir: (.+?)\r?\n?$/.exec((await readSmall(git, MAX_CONFIG)).toString('utf8')) ?? [];
      return dir === undefined ? undefined : { top, dir: resolve(top, dir) };
    }
    if (dirname(top) === top) return undefined;
  }
}

async function read({ top, dir }: Git, root: string): Promise<GitCheckout> {
  const index = join(dir, 'index');
  const stats = await lstat(index, { bigint: true });
  const common = await readSmall(join(dir, 'commondir'), MAX_CONFIG).then(
    (text) => resolve(dir, text.toString('utf8').trim()),
    () => dir,
  );
  const config = (await readSmall(join(common, 'config'), MAX_CONFIG)).toString('utf8');
  const idBytes = /^\s*objectformat\s*=\s*sha256\s*$/im.test(config) ? 32 : 20;
  const folder = relative(top, root).replaceAll('\\', '/');
  return {
    entries: readGitIndex(await readSmall(index, MAX_INDEX), folder, idBytes),
    keepsModes: process.platform !== 'win32' && !/^\s*filemode\s*=\s*false\s*$/im.test(config),
    keepsLinks: !/^\s*symlinks\s*=\s*false\s*$/im.test(config),
    index: isSettled(stats) ? [index, fileState(stats)] : undefined,
  };
}

async function readSmall(file: string, most: number): Promise<Buffer> {
  const stats = await stat(file);
  if (!stats.isFile() || stats.size > most) throw new Error(`${file} is not what it should be`);
  return readFile(file);
}
