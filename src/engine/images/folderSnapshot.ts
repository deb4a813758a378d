import { lstatSync, readdirSync, readlinkSync, realpathSync, type BigIntStats, type Dirent } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileState } from './fileDigests.ts';

/** All that a reading of a folder rests on. Paths are relative to the folder, with slashes. */
export interface FolderReading {
  /** The folder as it was named, and where that led. */
  readonly folder: string;
  readonly root: string;
  /** What `itemsOf` gives of every folder that was looked into. */
  readonly folders: ReadonlyMap<string, string>;
  /** What `fileState` gives of every file that was read. */
  readonly files: ReadonlyMap<string, string>;
  /** What `linkTarget` gives of every symbolic link. */
  readonly links: ReadonlyMap<string, string>;
}

/** How a file system is looked at. */
interface FileLooks {
  realpath(path: string): Promise<string>;
  items(path: string): Promise<readonly Dirent[]>;
  stats(path: string): Promise<BigIntStats>;
  linkTarget(path: string): Promise<string>;
}

const WITH_TYPES = { withFileTypes: true } as const;

/** While the look is under way, this thread goes on: it may take long where the folder is on a network. */
const MEANWHILE: FileLooks = {
  realpath,
  items: (path) => readdir(path, WITH_TYPES),
  stats: (path) => lstat(path, { bigint: true }),
  linkTarget,
};

/** Three times as fast, as no other thread has to be woken, and this one has to wait. */
const AT_ONCE: FileLooks = {
  realpath: async (path) => realpathSync.native(path),
  items: async (path) => readdirSync(path, WITH_TYPES),
  stats: async (path) => lstatSync(path, { bigint: true }),
  linkTarget: async (path) => withSlashes(readlinkSync(path)),
};

/** Things that are looked at at once: each takes some microseconds. */
const MAX_AT_ONCE = 200;

/** Tells, without opening a file, whether a folder is still as it was when it was read. All of it is looked at together. */
export class FolderSnapshot {
  readonly #reading: FolderReading;
  readonly #looks: FileLooks;

  /** @param isLocal whether a look at the folder takes no time worth mentioning */
  constructor(reading: FolderReading, isLocal: boolean) {
    const { folders, files, links } = reading;
    this.#reading = reading;
    this.#looks = isLocal && folders.size + files.size + links.size <= MAX_AT_ONCE ? AT_ONCE : MEANWHILE;
  }

  /** @returns `false` also where it cannot be told */
  async holds(): Promise<boolean> {
    const { folder, root, folders, files, links } = this.#reading;
    const look = this.#looks;
    const looks = [
      look.realpath(folder).then((found) => found === root),
      ...each(folders, async (path, items) => items === itemsOf(await look.items(join(root, path)))),
      ...each(files, async (path, state) => state === fileState(await look.stats(join(root, path)))),
      ...each(links, async (path, target) => target === (await look.linkTarget(join(root, path)))),
    ];
    const found = await Promise.allSettled(looks);
    return found.every((result) => result.status === 'fulfilled' && result.value);
  }
}

/** Where a symbolic link leads, in its own words, with slashes on every system. */
export async function linkTarget(link: string): Promise<string> {
  return withSlashes(await readlink(link));
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Names and kinds of what is in a folder. */
export function itemsOf(items: readonly Dirent[]): string {
  return JSON.stringify(
    items.map((item) => [item.name, item.isDirectory() ? 'd' : item.isFile() ? 'f' : item.isSymbolicLink() ? 'l' : '']),
  );
}

function each(
  things: ReadonlyMap<string, string>,
  look: (path: string, expected: string) => Promise<boolean>,
): readonly Promise<boolean>[] {
  return Array.from(things, ([path, expected]) => look(path, expected));
}
