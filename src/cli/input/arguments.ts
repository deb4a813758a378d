import { messageOf } from '../../wire/thrown.ts';
import { UsageError, type MethodParameter } from '../../engine/index.ts';
import { parseArgumentJson } from '../../wire/json/argumentJson.ts';
import { ANY_KIND, readArgumentText } from '../../wire/json/argumentText.ts';
import { TaggedJsonError } from '../../wire/json/taggedJson.ts';
import { isFileText, textOfFile } from '../../wire/types/fileValue.ts';
import { readFileBytes, type Input } from './readBytes.ts';

/** Names standard input behind an `@`. */
const STDIN = '-';

/**
 * Reads the ARGs of the command line, each for itself: `@FILE` is the bytes of that file, `@-` those of standard input,
 * `@@text` the string `@text`; anything else is JSON, tagged forms included, if it parses, and a string if not. Where a
 * parameter is known to take a text and no bytes, a file is its text.
 *
 * @throws UsageError if a file cannot be read, or for JSON that stands for no value
 */
export async function readArguments(
  texts: readonly string[],
  stdin: Input,
  parameters: readonly MethodParameter[] = [],
): Promise<readonly unknown[]> {
  const takers = texts.filter((text) => text === `@${STDIN}`).length;
  if (takers > 1) throw new UsageError(`standard input is there once: only one argument can be @${STDIN}`);
  return Promise.all(
    texts.map(async (text, i) => {
      if (!text.startsWith('@') || text.startsWith('@@')) return readArgument(text, `arguments[${i}]`);
      const parameter = parameters[i] ?? parameters.find(({ rest }) => rest);
      return fileValue(text, await readBytes(text.slice(1), stdin), parameter);
    }),
  );
}

function fileValue(text: string, bytes: Uint8Array, parameter: MethodParameter | undefined): unknown {
  if (!parameter || !isFileText(parameter.shape)) return bytes;
  const read = textOfFile(bytes);
  if (read === undefined) throw new UsageError(`${parameter.name} is a text, and ${text} has bytes that are not UTF-8`);
  return read;
}

function readArgument(text: string, name: string): unknown {
  if (text.startsWith('@@')) return text.slice(1);
  const read = readArgumentText(text, ANY_KIND, name);
  if (read.kind === 'refused') throw new UsageError(read.message);
  // On a command line a text is complete: one that only begins like JSON is a text.
  return 'value' in read ? read.value : text;
}

/**
 * Reads the whole list of arguments exactly: a JSON array, tagged forms included, or `@FILE` or `@-` that holds one.
 *
 * @throws UsageError for anything else
 */
export async function readArgumentList(text: string, stdin: Input): Promise<readonly unknown[]> {
  const list = parseList(text.startsWith('@') ? decode(await readBytes(text.slice(1), stdin)) : text);
  if (isList(list)) return list;
  throw new UsageError('--args must be a JSON array, for example --args \'["text", 1]\'');
}

function parseList(json: string): unknown {
  try {
    return parseArgumentJson(json, '--args');
  } catch (error) {
    if (error instanceof TaggedJsonError) throw new UsageError(error.message);
    const why = messageOf(error);
    throw new UsageError(
      `--args is not JSON (${why}): quote it for your shell, or put it in a file and say --args @FILE`,
    );
  }
}

function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

/** A byte order mark, which some editors write, is not a part of the text. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError('--args is not JSON: it has bytes that are not UTF-8');
  }
}

async function readBytes(file: string, stdin: Input): Promise<Uint8Array> {
  if (file === '') throw new UsageError('"@" names no file; for the string itself write "@@"');
  if (file === STDIN) return stdin.read();
  return readFileBytes(file, `the argument @${file}`, `for the string itself write "@@${file}"`);
}
