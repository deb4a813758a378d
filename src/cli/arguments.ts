import { readFile } from 'node:fs/promises';
import { UsageError } from '../engine/index.ts';
import { fromTagged, TaggedJsonError } from '../wire/taggedJson.ts';
import { describeFileError } from './fileError.ts';
import { parseJson } from './parseJson.ts';

/**
 * Reads one ARG of the command line: `@FILE` is the bytes of that file, `@@text` the string `@text`; anything else is
 * JSON if it parses, and a string if not.
 *
 * @throws UsageError if the file cannot be read
 */
export async function readArgument(text: string): Promise<unknown> {
  if (text.startsWith('@@')) return text.slice(1);
  if (text.startsWith('@')) return readBytes(text.slice(1));
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/**
 * Reads the whole list of arguments exactly: a JSON array, tagged forms included, or `@FILE` that holds one.
 *
 * @throws UsageError if it is none
 */
export async function readArgumentList(text: string): Promise<readonly unknown[]> {
  const json = text.startsWith('@') ? Buffer.from(await readBytes(text.slice(1))).toString('utf8') : text;
  const list = parseList(json);
  try {
    return list.map((item, i) => fromTagged(item, `--args[${i}]`));
  } catch (error) {
    if (error instanceof TaggedJsonError) throw new UsageError(error.message);
    throw error;
  }
}

function parseList(json: string): readonly unknown[] {
  let list: unknown;
  try {
    list = parseJson(json);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--args is not JSON (${why}): quote it for your shell, or put it in a file and say --args @FILE`,
    );
  }
  if (!Array.isArray(list)) throw new UsageError('--args must be a JSON array, for example --args \'["text", 1]\'');
  return list;
}

async function readBytes(file: string): Promise<Uint8Array> {
  if (file === '') throw new UsageError('"@" names no file; for the string itself write "@@"');
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    const hint = `for the string itself write "@@${file}"`;
    throw new UsageError(`cannot read the argument @${file}: ${describeFileError(error)}; ${hint}`);
  }
}
