import { lstatSync, readdirSync, readlinkSync, realpathSync, type Dirent } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileState } from './fileDigests.ts';
import { Pace } from '../progress/pace.ts';

/** Everything that a reading of a folder depends on. Paths are relative to the folder, with slashes. */
export interface FolderReading {
  /** The folder as it was named, and where that led. */
  readonly folder: string;
  readonly root: string;
  /** What `itemsOf` gives for every folder that was read. */
  readonly folders: ReadonlyMap<string, string>;
  /** What `fileState` gives for every file that was read. */
  readonly files: ReadonlyMap<string, string>;
  /** Target of every symbolic link, as written, but with slashes on every system. */
  readonly links: ReadonlyMap<string, string>;
  /** Path of a file elsewhere that the reading depends on, too, and what `fileState` gives for it. */
  readonly beside?: readonly [path: string, state: string] | undefined;
}

const WITH_TYPES = { withFileTypes: true } as const;

/** Tells, without opening a file, whether a folder is still as it was when it was read. */
export class FolderSnapshot {
  readonly #reading: FolderReading;
  readonly #isLocal: boolean;

  /** @param isLocal whether file calls on the folder take no time worth mentioning */
  constructor(reading: FolderReading, isLocal: boolean) {
    this.#reading = reading;
    this.#isLocal = isLocal;
  }

  /** @returns `false` also where it is unknown */
  async holds(): Promise<boolean> {
    try {
      return this.#isLocal ? await this.#holdsAtOnce() : await this.#holdsMeanwhile();
    } catch {
      return false;
    }
  }

  /** Three times as fast, as no other thread has to be woken; blocks this one. */
  async #holdsAtOnce(): Promise<boolean> {
    const { folder, root, folders, files, links, beside } = this.#reading;
    const pace = new Pace();
    if (realpathSync.native(folder) !== root) return false;
    if (beside && fileState(lstatSync(beside[0], { bigint: true })) !== beside[1]) return false;
    for (const [path, items] of folders) {
      if (itemsOf(readdirSync(join(root, path), WITH_TYPES)) !== items) return false;
      await pace.step();
    }
    for (const [path, state] of files) {
      if (fileState(lstatSync(join(root, path), { bigint: true })) !== state) return false;
      await pace.step();
    }
    for (const [path, target] of links) {
      if (withSlashes(readlinkSync(join(root, path))) !== target) return false;
    }
    return true;
  }

  /** Does not block this thread: the check may take long where the folder is on a network. */
  async #holdsMeanwhile(): Promise<boolean> {
    const { folder, root, folders, files, links, beside } = this.#reading;
    const stateOf = async (path: string) => fileState(await lstat(path, { bigint: true }));
    const looks = [
      realpath(folder).then((found) => found === root),
      ...(beside ? [stateOf(beside[0]).then((state) => state === beside[1])] : []),
      ...each(folders, async (path, items) => items === itemsOf(await readdir(join(root, path), WITH_TYPES))),
      ...each(files, async (path, state) => state === (await stateOf(join(root, path)))),
      ...each(links, async (path, target) => target === withSlashes(await readlink(join(root, path)))),
    ];
    return (await Promise.all(looks)).every(Boolean);
  }
}

/** On Windows only: elsewhere a backslash is an ordinary part of a name. */
export function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** Names and kinds of what is in a folder. */
export function itemsOf(items: readonly Dirent<string | Buffer>[]): string {
  return JSON.stringify(
    items.map((item) => [
      item.name.toString(),
      item.isDirectory() ? 'd' : item.isFile() ? 'f' : item.isSymbolicLink() ? 'l' : '',
    ]),
  );
}

function each(
  things: ReadonlyMap<string, string>,
  look: (path: string, expected: string) => Promise<boolean>,
): readonly Promise<boolean>[] {
  return Array.from(things, ([path, expected]) => look(path, expected));
}
