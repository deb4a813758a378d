import { stat } from 'node:fs/promises';
import { UsageError } from '../../engine/index.ts';
import type { WriteBytes } from '../../timeline/export/byteWriter.ts';
import { UnwritableError, writeWhole } from '../../timeline/export/writeWhole.ts';
import { codeOf } from '../../wire/thrown.ts';
import { describeFileError } from '../fileError.ts';
import { OutputError } from './outputError.ts';

/**
 * Writes a file whole or not at all.
 *
 * @param options.force whether it may replace an existing file, which it does at the end, in one step
 * @param options.source file that it is made from, and never replaces
 * @param fill writes it, piece by piece
 * @throws UsageError if it exists already, or its folder does not
 * @throws OutputError where it cannot be written, and what `fill` raises
 */
export async function writeNewFile(
  file: string,
  options: { readonly force: boolean; readonly source: string },
  fill: (write: WriteBytes) => Promise<void>,
): Promise<void> {
  if (options.force) await refuseSource(file, options.source);
  try {
    await writeWhole(file, { replace: options.force }, fill);
  } catch (error) {
    throw error instanceof UnwritableError ? refusal(file, error.cause) : error;
  }
}

async function refuseSource(file: string, source: string): Promise<void> {
  const [there, from] = await Promise.all([file, source].map(async (one) => stat(one).catch(() => undefined)));
  if (there && from && there.ino === from.ino && there.dev === from.dev) {
    throw new UsageError(`${file} is the recording itself: choose another name`);
  }
  if (there && !there.isFile()) throw new UsageError(`${file} is not a file, and nothing takes its place`);
}

function refusal(file: string, cause: unknown): UsageError | OutputError {
  switch (codeOf(cause)) {
    case 'EEXIST':
      return new UsageError(`${file} exists already: choose another name, or replace it with --force`);
    case 'ENOENT':
      return new UsageError(`there is no folder for ${file}`);
    default:
      return new OutputError(`cannot write ${file}: ${describeFileError(cause)}`, { cause });
  }
}
