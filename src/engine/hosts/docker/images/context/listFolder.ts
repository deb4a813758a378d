import { lstatSync, readdirSync, readlinkSync, type BigIntStats, type Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { changedFile } from '../../../../files/fileRefused.ts';
import { lookInto, lookIntoSync } from '../../../../files/lookInto.ts';
import type { FileFacts } from '../../../../files/openRegular.ts';
import type { BoundedContext } from './contextBounds.ts';
import { CONTEXT_ROOT, diskPath, keyOf, pathWithin, type ContextPath } from './contextPath.ts';
import { itemsOf } from '../files/folderSnapshot.ts';
import type { IgnoreRules } from './ignoreRules.ts';
import { Pace } from '../progress/pace.ts';
import type { ReadingProgress } from '../progress/readingProgress.ts';

/** An item that goes into a build, as it was when its folder was read. */
export type Listed = ContextPath &
  (
    | { readonly type: 'directory' }
    | { readonly type: 'symlink'; readonly target: Buffer }
    | { readonly type: 'file'; readonly facts: FileFacts }
  );

export interface Listing {
  readonly found: readonly Listed[];
  /** What `itemsOf` gives for every folder that was read. */
  readonly folders: ReadonlyMap<string, string>;
  /** What was excluded as a secret, although no rule of the project excludes it. */
  readonly secrets: readonly string[];
}

/** Always in the context, as with the Docker CLI: the daemon needs them, and itself leaves them out where ignored. */
const ALWAYS = ['Dockerfile', '.dockerignore'];

const TEXT = { encoding: 'utf8', withFileTypes: true } as const;
const BYTES = { encoding: 'buffer', withFileTypes: true } as const;

/** Maximum items of a folder that are examined in one batch. */
const TOGETHER = 256;

/** A folder to be read. */
interface Folder {
  readonly place: ContextPath;
  readonly parent: Folder | undefined;
  /** An excluded folder is included with the first included item below it. */
  isFound: boolean;
}

export interface ListingOptions {
  readonly rules: IgnoreRules;
  /** Whether a secret is one of the settings that go into a build without the secrets in them. */
  readonly isSetting: (path: string) => boolean;
  /** Whether file calls on the disk are fast enough to block this thread. */
  readonly atOnce: boolean;
  readonly bounded: BoundedContext;
  readonly progress: ReadingProgress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists what goes into a build from a folder. Sockets and devices are left out, and links are not followed, not even
 * one that has replaced a folder meanwhile.
 *
 * @param root real path of the folder
 */
export async function listFolder(root: string, options: ListingOptions): Promise<Listing> {
  const { rules, isSetting, atOnce, bounded, progress, signal } = options;
  const found: Listed[] = [];
  const folders = new Map<string, string>();
  const secrets: string[] = [];
  const pace = new Pace(signal);
  const take = (item: Listed) => {
    found.push(item);
    const size = item.type === 'file' ? Number(item.facts.size) : 0;
    bounded.add({ path: item.path, type: item.type, size });
    progress.add(1, size);
  };
  const queue: Folder[] = [{ place: CONTEXT_ROOT, parent: undefined, isFound: true }];
  for (let folder = queue.pop(); folder; folder = queue.pop()) {
    const view = new FolderView(diskPath(root, folder.place), folder.place.path, atOnce);
    const items = await view.items();
    folders.set(keyOf(folder.place), itemsOf(items));
    const chosen: Chosen[] = [];
    for (const item of items) {
      await pace.step();
      const type = typeOf(item);
      if (type === undefined) continue;
      const place = pathWithin(folder.place, item.name);
      const { path } = place;
      const isIgnored = rules.ignores(path) && !ALWAYS.includes(path);
      const isSecret = !isIgnored && rules.isSecret(path) && !(type === 'file' && isSetting(path));
      if (isSecret) secrets.push(path);
      const isFound = !isIgnored && !isSecret;
      if (isFound) chosen.push({ item, place, type });
      if (type === 'directory' && (isFound || rules.mayIncludeBelow(path))) {
        queue.push({ place, parent: folder, isFound });
      }
    }
    if (chosen.length === 0) continue;
    for (let above = folder; !above.isFound; above = above.parent ?? above) {
      take({ ...above.place, type: 'directory' });
      above.isFound = true;
    }
    for (let at = 0; at < chosen.length; at += TOGETHER) {
      await pace.step();
      for (const item of await view.look(chosen.slice(at, at + TOGETHER))) take(item);
    }
  }
  return { found, folders, secrets };
}

interface Chosen {
  readonly item: Dirent<string | Buffer>;
  readonly place: ContextPath;
  readonly type: Listed['type'];
}

/** One folder and its items. */
class FolderView {
  readonly #folder: string | Buffer;
  readonly #name: string;
  readonly #atOnce: boolean;

  constructor(folder: string | Buffer, name: string, atOnce: boolean) {
    this.#folder = folder;
    this.#name = name === '' ? folder.toString() : name;
    this.#atOnce = atOnce;
  }

  /** Names that are not UTF-8 are bytes. */
  async items(): Promise<readonly Dirent<string | Buffer>[]> {
    if (this.#atOnce) {
      return lookIntoSync(this.#folder, this.#name, (at) => {
        const items = readdirSync(at, TEXT);
        return hasBytes(items) ? readdirSync(at, BYTES) : items;
      });
    }
    return lookInto(this.#folder, this.#name, async (at) => {
      const items = await readdir(at, TEXT);
      return hasBytes(items) ? readdir(at, BYTES) : items;
    });
  }

  /** @throws FileRefusedError where an item is no longer what it was */
  async look(chosen: readonly Chosen[]): Promise<readonly Listed[]> {
    if (this.#atOnce) {
      return lookIntoSync(this.#folder, this.#name, (at) =>
        chosen.map(({ item, place, type }) => {
          const path = inFolder(at, item.name);
          if (type === 'symlink') return { ...place, type, target: readlinkSync(path, 'buffer') };
          return type === 'directory' ? { ...place, type } : fileOf(place, lstatSync(path, { bigint: true }));
        }),
      );
    }
    return lookInto(this.#folder, this.#name, async (at) =>
      Promise.all(
        chosen.map(async ({ item, place, type }) => {
          const path = inFolder(at, item.name);
          if (type === 'symlink') return { ...place, type, target: await readlink(path, 'buffer') };
          return type === 'directory' ? { ...place, type } : fileOf(place, await lstat(path, { bigint: true }));
        }),
      ),
    );
  }
}

/** Keeps only the facts that are needed: there may be very many files. */
function fileOf(place: ContextPath, stats: BigIntStats): Listed {
  if (!stats.isFile()) throw changedFile(place.path);
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = stats;
  return { ...place, type: 'file', facts: { dev, ino, mode, size, mtimeNs, ctimeNs } };
}

function inFolder(folder: string | Buffer, name: string | Buffer): string | Buffer {
  if (typeof folder === 'string' && typeof name === 'string') return join(folder, name);
  return Buffer.concat([Buffer.from(folder), Buffer.from(sep), Buffer.from(name)]);
}

function hasBytes(items: readonly Dirent[]): boolean {
  return items.some(({ name }) => name.includes('\uFFFD'));
}

function typeOf(item: Dirent<string | Buffer>): Listed['type'] | undefined {
  if (item.isSymbolicLink()) return 'symlink';
  if (item.isDirectory()) return 'directory';
  return item.isFile() ? 'file' : undefined;
}
