import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { l10n } from '../../text/l10n.ts';

/** What is asked of a disk. */
export interface Disk {
  readonly stat: (path: string) => Promise<{ readonly isDirectory: () => boolean }>;
  readonly access: (path: string, mode: number) => Promise<void>;
  readonly statfs: (path: string) => Promise<{ readonly bavail: number }>;
}

/** What a disk tells of why a file cannot be written to it; `undefined` where it would take it. */
export async function whyUnsaved(file: string, disk: Disk = { stat, access, statfs }): Promise<string | undefined> {
  try {
    if ((await disk.stat(file)).isDirectory()) return l10n.t('there is a folder in its place');
    return await whyNotWritten(file, disk);
  } catch (error) {
    return ofCode(error, file, disk);
  }
}

async function whyNotWritten(place: string, disk: Disk): Promise<string | undefined> {
  await disk.access(place, constants.W_OK);
  const { bavail } = await disk.statfs(place);
  return bavail === 0 ? l10n.t('the disk is full') : undefined;
}

async function ofCode(error: unknown, path: string, disk: Disk): Promise<string | undefined> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EROFS') return l10n.t('the disk is read-only');
  if (code === 'EACCES' || code === 'EPERM') return l10n.t('its permissions do not allow it');
  if (code === 'ENOTDIR') return l10n.t('its folder is gone');
  const folder = dirname(path);
  if (code !== 'ENOENT' || folder === path) return undefined;
  // The editor makes the folders that are missing, where it may.
  return whyNotWritten(folder, disk).catch((deeper: unknown) => ofCode(deeper, folder, disk));
}
