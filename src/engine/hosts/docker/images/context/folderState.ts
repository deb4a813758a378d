import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { BoundedContext, DEFAULT_CONTEXT_BOUNDS } from './contextBounds.ts';
import { readRules } from './contextEntries.ts';
import { diskPath, keyOf } from './contextPath.ts';
import { readIgnoreRules } from './ignoreRules.ts';
import { isInstallSetting } from './installSettings.ts';
import { listFolder } from './listFolder.ts';
import { ReadingProgress } from '../progress/readingProgress.ts';

/** What goes into the image of an inmate folder, as it is on the disk at one moment. */
export interface FolderState {
  /** The facts of each item by its path; what `.dockerignore` excludes is not among them. */
  readonly facts: ReadonlyMap<string, string>;
  /** Absolute paths of the folders that contain the items, to be watched. */
  readonly folders: readonly string[];
}

/**
 * Examines a folder without reading its files: names, sizes, times and modes.
 *
 * @param except absolute paths of files to ignore
 * @throws Error where it cannot be listed
 */
export async function readFolderState(folder: string, except: ReadonlySet<string>): Promise<FolderState> {
  const root = await realpath(folder);
  const { found } = await listFolder(root, {
    rules: readIgnoreRules(await readRules(root)),
    isSetting: isInstallSetting,
    atOnce: false,
    bounded: new BoundedContext(DEFAULT_CONTEXT_BOUNDS),
    progress: new ReadingProgress(undefined, undefined),
  });
  const facts = new Map<string, string>();
  const folders = [root];
  for (const place of found) {
    if (except.has(join(root, place.path))) continue;
    const path = diskPath(root, place);
    const stats = await lstat(path, { bigint: true }).catch(() => undefined);
    if (stats === undefined) continue;
    const isFolder = stats.isDirectory();
    if (isFolder && typeof path === 'string') folders.push(path);
    // A folder counts only by its name: what else changes in it may be excluded.
    const { size, mtimeNs, ino, mode } = stats;
    facts.set(keyOf(place), isFolder ? 'folder' : [size, mtimeNs, ino, mode].join());
  }
  return { facts, folders };
}

/** @returns paths of items that were added, removed or changed between two states */
export function changesBetween(before: FolderState, after: FolderState): readonly string[] {
  const paths = new Set([...before.facts.keys(), ...after.facts.keys()]);
  return [...paths].filter((path) => before.facts.get(path) !== after.facts.get(path));
}
