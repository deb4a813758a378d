import { codeOf, messageOf } from '../wire/thrown.ts';
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EEXIST: 'it exists already',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  ENAMETOOLONG: 'the name is too long',
};

/** Why a file could not be read or written, in words. */
export function describeFileError(error: unknown): string {
  return REASONS[codeOf(error) ?? ''] ?? messageOf(error);
}
