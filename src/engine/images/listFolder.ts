import { readdirSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { CONTEXT_ROOT, diskPath, keyOf, pathWithin, type ContextPath } from './contextPath.ts';
import { itemsOf } from './folderSnapshot.ts';
import type { IgnoreRules } from './ignoreRules.ts';
import { Pace } from './pace.ts';

export interface Listed extends ContextPath {
  readonly type: 'directory' | 'symlink' | 'file';
}

export interface Listing {
  readonly found: readonly Listed[];
  /** What `itemsOf` gives of every folder that was looked into. */
  readonly folders: ReadonlyMap<string, string>;
  /** What was kept out as a secret, although no rule of the project's own keeps it out. */
  readonly secrets: readonly string[];
}

/** Always part of the context, as for the Docker CLI: the daemon needs them, and leaves them out itself where ignored. */
const ALWAYS = ['Dockerfile', '.dockerignore'];

const TEXT = { encoding: 'utf8', withFileTypes: true } as const;
const BYTES = { encoding: 'buffer', withFileTypes: true } as const;

/** A folder that is looked into. */
interface Folder {
  readonly place: ContextPath;
  readonly parent: Folder | undefined;
  /** One that is kept out gets in with the first thing below it that does. */
  isFound: boolean;
}

/**
 * Lists what of a folder goes into a build. Sockets and devices are left out.
 *
 * @param isSetting whether a secret is one of the settings that go into a build without what is secret in them
 * @param atOnce whether a look at the disk takes so little time that this thread may wait for it
 */
export async function listFolder(
  root: string,
  rules: IgnoreRules,
  isSetting: (path: string) => boolean,
  atOnce: boolean,
): Promise<Listing> {
  const found: Listed[] = [];
  const folders = new Map<string, string>();
  const secrets: string[] = [];
  const pace = new Pace();
  const queue: Folder[] = [{ place: CONTEXT_ROOT, parent: undefined, isFound: true }];
  for (let folder = queue.pop(); folder; folder = queue.pop()) {
    await pace.step();
    const items = await itemsIn(diskPath(root, folder.place), atOnce);
    folders.set(keyOf(folder.place), itemsOf(items));
    for (const item of items) {
      const type = typeOf(item);
      if (type === undefined) continue;
      const place = pathWithin(folder.place, item.name);
      const { path } = place;
      const isIgnored = rules.ignores(path) && !ALWAYS.includes(path);
      const isSecret = !isIgnored && rules.isSecret(path) && !(type === 'file' && isSetting(path));
      if (isSecret) secrets.push(path);
      const isFound = !isIgnored && !isSecret;
      if (isFound) {
        for (let above = folder; !above.isFound; above = above.parent ?? above) {
          found.push({ ...above.place, type: 'directory' });
          above.isFound = true;
        }
        found.push({ ...place, type });
      }
      if (type === 'directory' && (isFound || rules.mayIncludeBelow(path))) {
        queue.push({ place, parent: folder, isFound });
      }
    }
  }
  return { found, folders, secrets };
}

/** Names are bytes where they are no UTF-8. */
async function itemsIn(folder: string | Buffer, atOnce: boolean): Promise<readonly Dirent<string | Buffer>[]> {
  const items = atOnce ? readdirSync(folder, TEXT) : await readdir(folder, TEXT);
  if (!items.some(({ name }) => name.includes('\uFFFD'))) return items;
  return atOnce ? readdirSync(folder, BYTES) : readdir(folder, BYTES);
}

function typeOf(item: Dirent<string | Buffer>): Listed['type'] | undefined {
  if (item.isSymbolicLink()) return 'symlink';
  if (item.isDirectory()) return 'directory';
  return item.isFile() ? 'file' : undefined;
}
