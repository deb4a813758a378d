import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { FileRefusedError } from '../../../../../files/fileRefused.ts';
import { readRegularFile } from '../../../../../files/readRegularFile.ts';
import { fileState, isSettled } from '../../files/fileDigests.ts';
import { readGitIndex, sharedIndexOf, type GitEntry } from './gitIndex.ts';

/** What git knows of a folder's files, read from git's own files: git itself would run programs that these name. */
export class GitCheckout {
  /** Whether the disk stores executable bits, and links: git notes them where it does not. */
  readonly keepsModes: boolean;
  readonly keepsLinks: boolean;
  readonly #index: string;
  readonly #read: () => Promise<ReadonlyMap<string, GitEntry>>;
  #entries: Promise<ReadonlyMap<string, GitEntry>> | undefined;
  #state: string | undefined;

  /** @param read gives what git noted, by the files' paths within the folder, with slashes */
  constructor(
    index: string,
    disk: { readonly keepsModes: boolean; readonly keepsLinks: boolean },
    read: () => Promise<ReadonlyMap<string, GitEntry>>,
  ) {
    this.#index = index;
    this.keepsModes = disk.keepsModes;
    this.keepsLinks = disk.keepsLinks;
    this.#read = read;
  }

  /** What git noted of a file. The index, which may be large, is read on the first call. */
  async noted(path: string): Promise<GitEntry | undefined> {
    this.#entries ??= this.#load();
    return (await this.#entries).get(path);
  }

  /** Path and state of the index, if it was read; `undefined` if not, `false` where a change since might not show. */
  usedIndex(): readonly [path: string, state: string] | false | undefined {
    if (this.#entries === undefined) return undefined;
    return this.#state === undefined ? false : [this.#index, this.#state];
  }

  async #load(): Promise<ReadonlyMap<string, GitEntry>> {
    try {
      const stats = await lstat(this.#index, { bigint: true });
      if (isSettled(stats)) this.#state = fileState(stats);
      return await this.#read();
    } catch (error) {
      if (isNoGitFile(error)) throw error;
      return new Map();
    }
  }
}

/** Maximum bytes of an index that is read. */
const MAX_INDEX = 256 * 1024 * 1024;
const MAX_CONFIG = 1024 * 1024;

/**
 * @returns `undefined` where the folder is in no work tree of git, or git's files cannot be read
 * @throws FileRefusedError for a file of git's that is a FIFO, a device or the like, or huge: git does not write such
 */
export async function readGitCheckout(root: string): Promise<GitCheckout | undefined> {
  try {
    const found = await findGit(root);
    return found && (await readCheckout(found, root));
  } catch (error) {
    if (isNoGitFile(error)) throw error;
    return undefined;
  }
}

function isNoGitFile(error: unknown): boolean {
  return error instanceof FileRefusedError && ['kind', 'size'].includes(error.reason);
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
      // Another work tree of a repository, or a submodule.
      const [, dir] = /^gitdir: (.+?)\r?\n?$/.exec((await readSmall(git, MAX_CONFIG)).toString('utf8')) ?? [];
      return dir === undefined ? undefined : { top, dir: resolve(top, dir) };
    }
    if (dirname(top) === top) return undefined;
  }
}

async function readCheckout({ top, dir }: Git, root: string): Promise<GitCheckout> {
  const index = join(dir, 'index');
  const common = await readIfThere(join(dir, 'commondir'));
  const shared = common === undefined ? dir : resolve(dir, common.trim());
  const config = [
    (await readSmall(join(shared, 'config'), MAX_CONFIG)).toString('utf8'),
    (await readIfThere(join(dir, 'config.worktree'))) ?? '',
  ].flatMap((text) => text.split('\n'));
  const idBytes = config.some((line) => /^\s*objectformat\s*=\s*sha256\s*$/i.test(line)) ? 32 : 20;
  const folder = relative(top, root).replaceAll('\\', '/');
  const disk = {
    keepsModes: process.platform !== 'win32' && !isOff(config, 'filemode'),
    keepsLinks: !isOff(config, 'symlinks'),
  };
  return new GitCheckout(index, disk, async () => {
    const bytes = await readSmall(index, MAX_INDEX);
    const entries = readGitIndex(bytes, folder, idBytes);
    const base = sharedIndexOf(bytes, idBytes);
    if (base === undefined) return entries;
    // Its entries for files that have changed since are useless but harmless: they name another content.
    const older = await readSmall(join(dir, `sharedindex.${base}`), MAX_INDEX);
    return new Map([...readGitIndex(older, folder, idBytes), ...entries]);
  });
}

/**
 * Whether a setting of git is off: the last value counts.
 *
 * @param config its lines
 */
export function isOff(config: readonly string[], name: string): boolean {
  // What follows the value is not matched, so that a hostile line takes only linear time.
  const pattern = new RegExp(`^\\s*${name}\\s*(?:=\\s*(\\w*)|$)`, 'i');
  const said = config.map((line) => pattern.exec(line)).findLast((match) => match !== null)?.[1];
  return said !== undefined && /^(?:false|no|off|0)$/i.test(said);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readSmall(file, MAX_CONFIG)).toString('utf8');
  } catch (error) {
    if (isNoGitFile(error)) throw error;
    return undefined;
  }
}

/** Some tools replace git's files with links. */
async function readSmall(file: string, maxBytes: number): Promise<Buffer> {
  return readRegularFile(await realpath(file), { maxBytes, name: file });
}
