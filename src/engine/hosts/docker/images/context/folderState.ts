import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { BoundedContext, DEFAULT_CONTEXT_BOUNDS } from './contextBounds.ts';
import { readRules } from './contextEntries.ts';
import { diskPath, keyOf } from './contextPath.ts';
import { readIgnoreRules } from './ignoreRules.ts';
import { isInstallSetting } from './installSettings.ts';
import { listFolder } from './listFolder.ts';
import { ReadingProgress } from '../progress/readingProgress.ts';

/** What of an inmate folder goes into its image, as it lies on the disk at one moment. */
export interface FolderState {
  /** The facts of each thing by its path; what `.dockerignore` keeps out is not among them. */
  readonly facts: ReadonlyMap<string, string>;
  /** Absolute paths of the folders in which it lies, to be watched. */
  readonly folders: readonly string[];
}

/**
 * Looks at a folder without reading its files: names, sizes, times and modes.
 *
 * @param except absolute paths of files that do not count
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
    // Of a folder its name is all: what else changes in it may be what is kept out.
    const { size, mtimeNs, ino, mode } = stats;
    facts.set(keyOf(place), isFolder ? 'folder' : [size, mtimeNs, ino, mode].join());
  }
  return { facts, folders };
}

/** @returns paths of what came, went or changed between two looks */
export function changesBetween(before: FolderState, after: FolderState): readonly string[] {
  const paths = new Set([...before.facts.keys(), ...after.facts.keys()]);
  return [...paths].filter((path) => before.facts.get(path) !== after.facts.get(path));
}
