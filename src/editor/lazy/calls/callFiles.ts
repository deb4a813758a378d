import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { readFileWithin, readRegularFile } from '../../../engine/internal.ts';
import { filesOf, mapReferences } from '../../../wire/types/fileReference.ts';
import { textOfFile } from '../../../wire/types/fileValue.ts';
import { messageOf } from '../../../wire/thrown.ts';
import { STEPS, type NextStep } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Bytes that the files of one call may have together. */
const MAX_BYTES = 256 * 1024 ** 2;
const MAX_FILES = 1000;

/** Files that values take, found and not read yet. */
export interface CallFiles {
  /** The folder, without symbolic links. */
  readonly root: string;
  /** By the path as it was written: absolute, without symbolic links. */
  readonly places: ReadonlyMap<string, string>;
  /** Those that do not lie in the folder, also after links have been followed. */
  readonly outside: readonly string[];
  /** What to do where one of them cannot be taken. */
  readonly step: NextStep;
}

/**
 * Finds the files that values take.
 *
 * @param folder what relative paths start at
 * @param step what to do where a file cannot be taken: where the call is written
 * @throws UserError for one that is not there
 */
export async function findCallFiles(
  values: readonly unknown[],
  folder: string,
  step = STEPS.editArguments(),
): Promise<CallFiles> {
  const written = filesOf(values);
  if (written.length > MAX_FILES) throw new UserError(l10n.t('These are too many files for one call.'), [step]);
  const root = await realpath(folder);
  const places = new Map<string, string>();
  for (const file of written) {
    try {
      places.set(file, await realpath(path.resolve(root, file)));
    } catch (error) {
      throw cannotRead(file, error, step);
    }
  }
  const outside = [...new Set(places.values())].filter((place) => !isWithin(root, place));
  return { root, places, outside, step };
}

/** The values with what is in their files. @throws UserError for one that cannot be read, or is no text where one is wanted */
export async function fillCallFiles(
  values: readonly unknown[],
  { root, places, outside, step }: CallFiles,
): Promise<readonly unknown[]> {
  const contents = new Map<string, Uint8Array>();
  let left = MAX_BYTES;
  for (const [file, place] of places) {
    try {
      // A copy of its own: what is read may be a view of something larger.
      const bounds = { maxBytes: left, name: file };
      const isOutside = outside.includes(place);
      const found = isOutside
        ? await readRegularFile(place, bounds)
        : (await readFileWithin(root, place, bounds)).bytes;
      const bytes = new Uint8Array(found);
      left -= bytes.length;
      contents.set(file, bytes);
    } catch (error) {
      throw cannotRead(file, error, step);
    }
  }
  return values.map((value) =>
    mapReferences(value, ({ path: file, as }) => {
      const bytes = contents.get(file) ?? new Uint8Array();
      return as === 'text' ? textOf(file, bytes, step) : bytes;
    }),
  );
}

function textOf(file: string, bytes: Uint8Array, step: NextStep): string {
  const text = textOfFile(bytes);
  if (text !== undefined) return text;
  const message = l10n.t('The file {0} is wanted as a text, and has bytes that are not UTF-8.', file);
  throw new UserError(message, [step]);
}

function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}

function cannotRead(file: string, error: unknown, step: NextStep): UserError {
  return new UserError(l10n.t('The file {0} cannot be read: {1}', file, messageOf(error)), [step], {
    cause: error,
  });
}
