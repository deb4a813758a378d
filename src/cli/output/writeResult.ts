import { writeFile } from 'node:fs/promises';
import { HoosegowError, UsageError } from '../../engine/index.ts';
import { valueText } from '../../timeline/export/savedFile.ts';
import { escapeJson } from '../../text/escape.ts';
import { describeFileError } from '../fileError.ts';
import type { Output } from './output.ts';
import { OutputError } from './outputError.ts';

/** Prints a result as JSON, tagged where JSON has no form for it. */
export async function printResult(output: Output, result: unknown): Promise<void> {
  await output.write(escapeJson(textOf(result, output.isTerminal ? 2 : 0)));
}

function textOf(result: unknown, indent: number): string {
  try {
    return valueText(result, indent);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new OutputError('the result is too large to be written as JSON: bytes and text go to a file with --output', {
      cause: error,
    });
  }
}

/**
 * Writes a result of bytes or text to a file as it is, and any other one as JSON where the file is named so.
 *
 * @throws UsageError if it is something else
 * @throws OutputError where it cannot be written
 */
export async function writeResult(file: string, result: unknown): Promise<void> {
  const isPlain = typeof result === 'string' || result instanceof Uint8Array;
  if (!isPlain && !/\.json$/i.test(file)) {
    throw new UsageError(
      `--output writes bytes or a string as they are, and the result is ${kindOf(result)}: name a FILE.json for JSON`,
    );
  }
  try {
    await writeFile(file, isPlain ? result : textOf(result, 2));
  } catch (error) {
    if (error instanceof HoosegowError) throw error;
    throw new OutputError(`cannot write the result to ${file}: ${describeFileError(error)}`, { cause: error });
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
