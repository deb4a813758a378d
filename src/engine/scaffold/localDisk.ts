import { lstat, mkdir, open, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../wire/thrown.ts';
import { UsageError } from '../errors/errors.ts';
import type { Found, ProjectDisk } from './projectDisk.ts';

/** The disks of this machine; a place is an absolute path. Only new names are made, so that no link is ever followed. */
export const localDisk: ProjectDisk<string> = {
  find,
  makeFile,
  namesIn: (folder) => readdir(folder),
  within: (folder, relative) => path.join(folder, relative),
  parentOf: (place) => (path.dirname(place) === place ? undefined : path.dirname(place)),
  nameOf: (place) => path.basename(place),
  show: (place) => place,
  makeFolder: (folder) => mkdir(folder),
  removeFile: (file) => unlink(file),
  removeFolder: (folder) => rmdir(folder),
};

async function find(place: string): Promise<Found | undefined> {
  try {
    const stats = await lstat(place);
    if (!stats.isSymbolicLink()) return { isLink: false, isFolder: stats.isDirectory() };
    const isFolder = await stat(place).then(
      (target) => target.isDirectory(),
      () => false,
    );
    return { isLink: true, isFolder };
  } catch (error) {
    const code = codeOf(error);
    // ENOTDIR: a parent is a file, which is found when it is looked at itself.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ENAMETOOLONG') throw new UsageError(`the path of ${path.basename(place)} is too long`);
    throw error;
  }
}

async function makeFile(file: string, bytes: Uint8Array, executable: boolean): Promise<void> {
  const handle = await open(file, 'wx', executable ? 0o755 : 0o644);
  try {
    await handle.writeFile(bytes);
    await handle.close();
  } catch (error) {
    // Where the disk is full, a part of it may have been written.
    await handle.close().catch(() => undefined);
    await unlink(file);
    throw error;
  }
}
