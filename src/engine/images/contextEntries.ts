import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { toError, UsageError } from '../errors.ts';
import { FileDigests, type FileContent } from './fileDigests.ts';
import { FolderSnapshot, itemsOf, linkTarget } from './folderSnapshot.ts';
import { readIgnoreRules, type IgnoreRules } from './ignoreRules.ts';
import { isOnLocalDisk } from './localDisk.ts';

/** One thing of a build context; `path` is relative to it, with slashes. */
export type ContextEntry =
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly executable: boolean;
      readonly size: number;
      /** SHA-256 of its bytes, hexadecimal. */
      readonly digest: string;
    };

/** What an image is built from. */
export interface BuildContext {
  /** Real path of the folder. */
  readonly root: string;
  /** In the order of their paths, by code units: the same on every machine. */
  readonly entries: readonly ContextEntry[];
  /** Tells whether it is all still so; missing where a change could go unseen. */
  readonly snapshot?: FolderSnapshot | undefined;
}

/** Always part of the context, as for the Docker CLI: the daemon needs them, and leaves them out itself where ignored. */
const ALWAYS = ['Dockerfile', '.dockerignore'];
/** Files that are read at the same time. */
const READERS = 8;

/**
 * Reads what of a folder goes into a build: everything that its `.dockerignore` does not keep out. Symbolic links are
 * links, wherever they lead, and never followed; sockets and devices are left out. Throws a `UsageError` where there is
 * no such folder, or no Dockerfile in it.
 *
 * @param digests what is known of the files from an earlier reading
 */
export async function readBuildContext(folder: string, digests = new FileDigests()): Promise<BuildContext> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw new UsageError(`there is no folder ${folder}`, { cause: error });
  });
  try {
    return await readFolder(root, folder, digests);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read the inmate project: ${toError(error).message}`, { cause: error });
  }
}

async function readFolder(root: string, folder: string, digests: FileDigests): Promise<BuildContext> {
  const rules = readIgnoreRules(await readFile(join(root, '.dockerignore'), 'utf8').catch(() => ''));
  const folders = new Map<string, string>();
  const found = await list(root, '', rules, folders);
  if (!found.some(({ path }) => path === 'Dockerfile')) {
    throw new UsageError(`${folder} has no Dockerfile, so it is no inmate project`);
  }
  const read = await inParallel(READERS, found, (item) => readEntry(root, item, digests));
  const entries = read.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const snapshot = takeSnapshot(folder, root, { entries, folders, digests }, await isOnLocalDisk(root));
  return { root, entries, snapshot };
}

function takeSnapshot(
  folder: string,
  root: string,
  found: {
    readonly entries: readonly ContextEntry[];
    readonly folders: ReadonlyMap<string, string>;
    readonly digests: FileDigests;
  },
  isLocal: boolean,
): FolderSnapshot | undefined {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  for (const entry of found.entries) {
    const { path } = entry;
    if (entry.type === 'symlink') {
      // The rules stand elsewhere then.
      if (path === '.dockerignore') return undefined;
      links.set(path, entry.target);
    } else if (entry.type === 'file') {
      const state = found.digests.stateOf(path);
      if (state === undefined) return undefined;
      files.set(path, state);
    }
  }
  return new FolderSnapshot({ folder, root, folders: found.folders, files, links }, isLocal);
}

interface Listed {
  readonly path: string;
  readonly type: ContextEntry['type'];
}

async function list(root: string, folder: string, rules: IgnoreRules, folders: Map<string, string>): Promise<Listed[]> {
  const found: Listed[] = [];
  const items = await readdir(join(root, folder), { withFileTypes: true });
  folders.set(folder, itemsOf(items));
  for (const item of items) {
    const path = folder === '' ? item.name : `${folder}/${item.name}`;
    const type = typeOf(item);
    if (type === undefined) continue;
    const ignored = rules.ignores(path) && !ALWAYS.includes(path);
    const below =
      type === 'directory' && (!ignored || rules.mayIncludeBelow(path)) ? await list(root, path, rules, folders) : [];
    if (!ignored || below.length > 0) found.push({ path, type }, ...below);
  }
  return found;
}

function typeOf(item: Dirent): ContextEntry['type'] | undefined {
  if (item.isSymbolicLink()) return 'symlink';
  if (item.isDirectory()) return 'directory';
  return item.isFile() ? 'file' : undefined;
}

async function readEntry(root: string, { path, type }: Listed, digests: FileDigests): Promise<ContextEntry> {
  const file = join(root, path);
  if (type === 'directory') return { type, path };
  if (type === 'symlink') return { type, path, target: await linkTarget(file) };
  const content = await digests.get(path, await lstat(file, { bigint: true }), () => readContent(file));
  return { type, path, ...content };
}

async function readContent(file: string): Promise<FileContent> {
  const hash = createHash('sha256');
  let size = 0;
  let start: Buffer | undefined;
  for await (const chunk of createReadStream(file)) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file has an encoding');
    start ??= chunk.subarray(0, 2);
    hash.update(chunk);
    size += chunk.length;
  }
  return { executable: await isExecutable(file, start), size, digest: hash.digest('hex') };
}

/** Windows knows no such bit: there a file that begins with `#!` counts as executable, which gives the same hash. */
async function isExecutable(file: string, start: Buffer | undefined): Promise<boolean> {
  if (process.platform === 'win32') return start?.toString('latin1') === '#!';
  return ((await lstat(file)).mode & 0o111) !== 0;
}

async function inParallel<T, R>(width: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of queue) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
