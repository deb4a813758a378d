import { writeFile } from 'node:fs/promises';
import { HoosegowError, UsageError } from '../engine/index.ts';
import { toTagged } from '../wire/taggedJson.ts';
import { escapeJson } from '../shared/escape.ts';
import { describeFileError } from './fileError.ts';
import type { Output } from './output.ts';

/** Prints a result as JSON, tagged where JSON has no form for it. */
export async function printResult(output: Output, result: unknown): Promise<void> {
  let text: string;
  try {
    text = JSON.stringify(toTagged(result), null, output.isTerminal ? 2 : 0);
  } catch (error) {
    // Strings of JavaScript end at half a gigabyte.
    if (!(error instanceof RangeError)) throw error;
    throw new HoosegowError('the result is too large to be printed as JSON: write it to a file with --output', {
      cause: error,
    });
  }
  await output.write(`${escapeJson(text)}\n`);
}

/**
 * Writes a result of bytes or text to a file as it is.
 *
 * @throws UsageError if it is something else
 */
export async function writeResult(file: string, result: unknown): Promise<void> {
  if (typeof result !== 'string' && !(result instanceof Uint8Array)) {
    throw new UsageError(`--output writes only bytes or a string, and the result is ${kindOf(result)}`);
  }
  try {
    await writeFile(file, result);
  } catch (error) {
    throw new HoosegowError(`cannot write the result to ${file}: ${describeFileError(error)}`, { cause: error });
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
