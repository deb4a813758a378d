import path from 'node:path';
import { FileRefusedError } from '../../files/fileRefused.ts';
import { readFileWithin } from '../../files/readRegularFile.ts';

/** Larger source files are not inmates written by hand. */
const MAX_BYTES = 2 * 1024 * 1024;

export interface ReadText {
  readonly text: string;
  /** Absolute path of the file, without symbolic links. */
  readonly file: string;
}

/**
 * Reads a text file that must lie within a folder, also after every symbolic link has been followed.
 *
 * @param root absolute path of the folder, without symbolic links
 * @returns the text, or what is wrong with the file
 */
export async function readWithin(root: string, file: string): Promise<ReadText | string> {
  if (!isWithin(root, file)) return 'lies outside the inmate’s folder and is not read';
  const read = await readOrRefuse(root, file);
  return read instanceof FileRefusedError ? read.problem : read;
}

/** A text, or why what is there is not read. */
export type FoundText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** `error`: other readers could not read it either. */
  | { readonly kind: 'refused'; readonly problem: string; readonly severity: 'error' | 'warning' };

/** Reads a text file that may be missing. @param name in the folder */
export async function readIfThere(root: string, name: string): Promise<FoundText> {
  const read = await readOrRefuse(root, path.join(root, name));
  if (!(read instanceof FileRefusedError)) return { kind: 'text', text: read.text };
  if (read.reason === 'missing') return { kind: 'missing' };
  return { kind: 'refused', problem: read.problem, severity: read.reason === 'outside' ? 'warning' : 'error' };
}

async function readOrRefuse(root: string, file: string): Promise<ReadText | FileRefusedError> {
  try {
    const { bytes, file: real } = await readFileWithin(root, file, { maxBytes: MAX_BYTES });
    return { text: bytes.toString('utf8').replace(/^\uFEFF/, ''), file: real };
  } catch (error) {
    if (error instanceof FileRefusedError) return error;
    throw error;
  }
}

function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}
