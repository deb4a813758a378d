import { UsageError } from '../../engine/index.ts';
import { readFileBytes } from './readBytes.ts';

/** MiB of a file of variables: no process can be given that much. */
const MOST = 16;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment of the inmate from `--env` and `--env-file`, as Docker's command reads them: a name without a value is
 * taken from the environment of this process, a later file counts before an earlier one, and `--env` before all files.
 * No message quotes a value, nor a line that may be a part of one.
 *
 * @throws UsageError for what is not a variable, and for a name that this environment lacks
 */
export async function readEnv(
  texts: readonly string[],
  files: readonly string[],
  env: Env,
): Promise<Readonly<Record<string, string>>> {
  const variables = new Map<string, string>();
  for (const file of files) {
    for (const [name, value] of await readEnvFile(file, env)) variables.set(name, value);
  }
  for (const text of texts) {
    const [name, value] = split(text);
    if (name === '' || /\s/.test(name))
      throw new UsageError('--env must be NAME or NAME=VALUE, and a name has no spaces');
    if (value === undefined && env[name] === undefined) {
      throw new UsageError(`--env ${name}: this environment has no such variable; give its value as ${name}=VALUE`);
    }
    variables.set(name, value ?? env[name] ?? '');
  }
  return Object.fromEntries(variables);
}

/** A line for each variable; empty lines and those that begin with # are skipped, and quotes are a part of a value. */
async function readEnvFile(file: string, env: Env): Promise<readonly (readonly [name: string, value: string])[]> {
  const bytes = await readFileBytes(file, `--env-file ${file}`, undefined, MOST);
  const variables: [string, string][] = [];
  for (const [i, line] of linesOf(bytes).entries()) {
    const place = `--env-file ${file}, line ${i + 1}`;
    if (line === undefined) throw new UsageError(`${place}: it has bytes that are not UTF-8`);
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    variables.push(readLine(trimmed, place, env));
  }
  return variables;
}

function readLine(line: string, place: string, env: Env): [name: string, value: string] {
  const [before, value] = split(line);
  const name = value === undefined ? before.trimEnd() : before;
  if (name === '') throw new UsageError(`${place}: there is no name before the "="`);
  if (/\s/.test(name)) {
    throw new UsageError(
      `${place}: a name has no spaces; a line is NAME=VALUE or NAME, without "export" and on one line`,
    );
  }
  if (name === 'NODE_OPTIONS') {
    // Node looks for it in a file that a script gets as --env-file, too, and applies it (nodejs/node issue 54232).
    throw new UsageError(
      `${place}: Node would take NODE_OPTIONS for this command, too: give it as --env NODE_OPTIONS=…`,
    );
  }
  const known = value ?? env[name];
  if (known === undefined) {
    // It may be the second line of a value, which must not be shown.
    throw new UsageError(`${place}: it has no "=", and this environment has no variable of that name`);
  }
  return [name, known];
}

/** @returns the lines without their ends; `undefined` in place of one that is not text */
function linesOf(bytes: Uint8Array): readonly (string | undefined)[] {
  const lines: (string | undefined)[] = [];
  const withoutMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  for (let from = 0; from <= withoutMark.length;) {
    const newline = withoutMark.indexOf(0x0a, from);
    const end = newline < 0 ? withoutMark.length : newline;
    lines.push(textOf(withoutMark.subarray(from, end))?.replace(/\r$/, ''));
    from = end + 1;
  }
  return lines;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function split(text: string): readonly [name: string, value: string | undefined] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}
