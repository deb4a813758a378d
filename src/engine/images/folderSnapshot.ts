import type { Dirent } from 'node:fs';
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

/** Tells, without opening a file, whether a folder is still as it was when it was read. All of it is looked at at once. */
export class FolderSnapshot {
  readonly #reading: FolderReading;

  constructor(reading: FolderReading) {
    this.#reading = reading;
  }

  /** @returns `false` also where it cannot be told */
  async holds(): Promise<boolean> {
    const { folder, root, folders, files, links } = this.#reading;
    const looks = [
      realpath(folder).then((found) => found === root),
      ...each(folders, async (path, items) => items === itemsOf(await readdir(join(root, path), WITH_TYPES))),
      ...each(files, async (path, state) => state === fileState(await lstat(join(root, path), { bigint: true }))),
      ...each(links, async (path, target) => target === (await linkTarget(join(root, path)))),
    ];
    const found = await Promise.allSettled(looks);
    return found.every((look) => look.status === 'fulfilled' && look.value);
  }
}

/** Where a symbolic link leads, in its own words, with slashes on every system. */
export async function linkTarget(link: string): Promise<string> {
  return (await readlink(link)).replaceAll('\\', '/');
}

const WITH_TYPES = { withFileTypes: true } as const;

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
