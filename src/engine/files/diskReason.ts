import { codeOf, messageOf } from '../../wire/thrown.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write to its folder',
  EPERM: 'it is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/** Why nothing could be written. The system's message names a file that the user does not know. */
export function diskReason(error: unknown): string {
  return REASONS[codeOf(error) ?? ''] ?? messageOf(error);
}
