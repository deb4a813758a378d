import type { BigIntStats } from 'node:fs';
import { formatSize } from '../../text/words.ts';
import { codeOf } from '../../wire/thrown.ts';
import { toError, UsageError } from '../errors/errors.ts';

/** Why a file is not read. */
export type RefusalReason =
  /** There is nothing of that name. */
  | 'missing'
  /** It is a folder, a FIFO, a socket or a device. */
  | 'kind'
  /** It is larger than such a file may be. */
  | 'size'
  /** It is a link that leads out of its folder, or nowhere. */
  | 'outside'
  /** It was replaced while it was read. */
  | 'changed'
  /** The system does not let this process read it. */
  | 'unreadable';

/** Characters shown of a path that is too long for the system. */
const SHOWN = 100;

/** A file that is not read. The message is the file's name and what is wrong with it. */
export class FileRefusedError extends UsageError {
  override name = 'FileRefusedError';
  readonly reason: RefusalReason;
  /** What is wrong, to follow a name: "is a FIFO: only a regular file is read". */
  readonly problem: string;
  constructor(file: string, reason: RefusalReason, problem: string, options?: ErrorOptions) {
    super(`${file} ${problem}`, options);
    this.reason = reason;
    this.problem = problem;
  }
}

/** The file that was looked at is not the one that was opened, or is no longer at its path. */
export function changedFile(name: string, cause?: unknown): FileRefusedError {
  const options = cause === undefined ? undefined : { cause };
  return new FileRefusedError(name, 'changed', 'changed while it was read: try again', options);
}

export function tooLarge(name: string, maxBytes: number): FileRefusedError {
  return new FileRefusedError(name, 'size', `is larger than ${formatSize(maxBytes)}, and no more is read of it`);
}

/** A link to nothing, or to itself. */
export function leadsNowhere(name: string, cause: unknown): FileRefusedError {
  return new FileRefusedError(name, 'outside', 'is a link that leads nowhere', { cause });
}

/** @throws FileRefusedError for all but a regular file */
export function refuseUnlessRegular(name: string, stats: BigIntStats): void {
  if (stats.isFile()) return;
  throw new FileRefusedError(name, 'kind', `is ${kindOf(stats)}: only a regular file is read`);
}

/** @returns the refusal that an error of the system stands for */
export function refusalOf(name: string, error: unknown): FileRefusedError {
  if (error instanceof FileRefusedError) return error;
  const { message } = toError(error);
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new FileRefusedError(name, 'missing', 'is not there', { cause: error });
  if (code === 'ELOOP') return leadsNowhere(name, error);
  if (code === 'ENAMETOOLONG') {
    const start = name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name;
    return new FileRefusedError(start, 'unreadable', 'lies so deep that no path leads to it', { cause: error });
  }
  return new FileRefusedError(name, 'unreadable', `cannot be read: ${message}`, { cause: error });
}

function kindOf(stats: BigIntStats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
