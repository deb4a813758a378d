import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Names of one folder that are searched for the one that is meant. */
const MAX_NAMES = 2000;

/** What is at a path. */
export async function kindOf(file: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}

/**
 * The path as it is spelt on the disk, where only its capitals differ: some file systems accept either spelling, those
 * of containers do not.
 *
 * @param root absolute path of a folder that it is below
 */
export async function otherCapitals(root: string, file: string): Promise<string | undefined> {
  const real = await realpath(file).catch(() => undefined);
  if (real !== undefined) {
    return real !== file && isSameName(real, file) && !(await isSpeltSo(root, file)) ? real : undefined;
  }
  let spelt = root;
  for (const part of path.relative(root, file).split(path.sep)) {
    const names: readonly string[] = await readdir(spelt).catch(() => []);
    const found = names.slice(0, MAX_NAMES).find((name) => isSameName(name, part));
    if (found === undefined) return undefined;
    spelt = path.join(spelt, found);
  }
  return spelt;
}

/** Whether each name of the path is spelt so on the disk: a link may differ from its target in capitals. */
async function isSpeltSo(root: string, file: string): Promise<boolean> {
  let folder = root;
  for (const part of path.relative(root, file).split(path.sep)) {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    if (!names.includes(part)) return false;
    folder = path.join(folder, part);
  }
  return true;
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
