import { HoosegowError } from '../wire/hoosegowError.ts';
import { codeOf, messageOf } from '../wire/thrown.ts';

export { messageOf } from '../wire/thrown.ts';

/** A recording cannot be written or read. The message names the file and says what to do. */
export class RecordingError extends HoosegowError {
  override name = 'RecordingError';
  override readonly code: 'HOOSEGOW_RECORDING' | 'HOOSEGOW_FORMAT' = 'HOOSEGOW_RECORDING';
}

/** A file that is not a recording, is one of a newer format, or holds something that no writer of ours wrote. */
export class FormatError extends RecordingError {
  override name = 'FormatError';
  override readonly code = 'HOOSEGOW_FORMAT';
}

const READ_ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder; name a .dispatch file',
  EACCES: 'its permissions forbid it',
  EPERM: 'its permissions forbid it',
  EMFILE: 'too many files are open; close some recordings',
};

const WRITE_ADVICE: Readonly<Record<string, string>> = {
  EEXIST: 'it exists already and is never overwritten; name another file or remove this one',
  ENOENT: 'its folder does not exist; make it first',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'permissions forbid it; choose another folder',
  EPERM: 'permissions forbid it; choose another folder',
  EROFS: 'the file system is read-only; choose another folder',
  ENOSPC: 'the disk is full; free some space or record to another disk',
  EDQUOT: 'the disk quota is used up; free some space or record to another disk',
  EFBIG: 'the file system or a limit of this process allows no larger file; record to another disk',
  EMFILE: 'too many files are open; close some recordings',
};

export function cannotRead(name: string, cause: unknown): RecordingError {
  return failure(`cannot read the recording ${name}`, READ_ADVICE, cause);
}

export function cannotWrite(name: string, cause: unknown): RecordingError {
  return failure(`cannot write the recording ${name}`, WRITE_ADVICE, cause);
}

/** A row is to be read whose bytes have changed. */
export function hasChanged(name: string): FormatError {
  return new FormatError(`${name} has changed since it was indexed: open it again`);
}

const TEMPORARY_ADVICE: Readonly<Record<string, string>> = {
  ...WRITE_ADVICE,
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permissions forbid it',
  EPERM: 'permissions forbid it',
  EROFS: 'the file system is read-only',
};

/** There is no place for the temporary file of a dispatch; `folder` is where it would be. */
export function noTemporaryPlace(folder: string, cause: unknown): RecordingError {
  const error = failure(`cannot make a temporary file in ${folder}`, TEMPORARY_ADVICE, cause);
  error.message += `; the variable TMPDIR (on Windows TEMP) names another folder`;
  return error;
}

function failure(what: string, advice: Readonly<Record<string, string>>, cause: unknown): RecordingError {
  if (cause instanceof RecordingError) return cause;
  return new RecordingError(`${what}: ${advice[codeOf(cause) ?? ''] ?? messageOf(cause)}`, { cause });
}
