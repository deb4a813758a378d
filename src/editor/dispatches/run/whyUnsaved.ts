import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { l10n } from '../../text/l10n.ts';

/** What a disk tells of why a file cannot be written to it; `undefined` where it would take it. */
export async function whyUnsaved(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).isDirectory()) return l10n.t('there is a folder in its place');
    return await whyNotWritten(file);
  } catch (error) {
    return ofCode(error, file);
  }
}

async function whyNotWritten(place: string): Promise<string | undefined> {
  await access(place, constants.W_OK);
  const { bavail } = await statfs(place);
  return bavail === 0 ? l10n.t('the disk is full') : undefined;
}

async function ofCode(error: unknown, path: string): Promise<string | undefined> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EROFS') return l10n.t('the disk is read-only');
  if (code === 'EACCES' || code === 'EPERM') return l10n.t('its permissions do not allow it');
  if (code === 'ENOTDIR') return l10n.t('its folder is gone');
  const folder = dirname(path);
  if (code !== 'ENOENT' || folder === path) return undefined;
  // The editor makes the folders that are missing, where it may.
  return whyNotWritten(folder).catch((deeper: unknown) => ofCode(deeper, folder));
}
