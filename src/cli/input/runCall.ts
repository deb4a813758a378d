import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError, type MethodParameter } from '../../engine/index.ts';
import { readArgumentList, readArguments } from './arguments.ts';
import type { Input } from './readBytes.ts';
import { readInmateCall } from './inmateCall.ts';

/** What `hoosegow run` is to call. */
export interface RunTarget {
  readonly source: { readonly inmateDir: string } | { readonly image: string };
  readonly method: string;
  /** Arguments as they were typed. */
  readonly texts: readonly string[];
}

/** @throws UsageError where no method is named, or the inmate is not there */
export async function readTarget(positionals: readonly string[], image: string | undefined): Promise<RunTarget> {
  if (image === undefined) {
    const { inmateDir, method, rest } = await readInmateCall(positionals);
    return { source: { inmateDir }, method, texts: rest };
  }
  const [method, ...texts] = positionals;
  if (method === undefined) throw new UsageError('which method? usage: hoosegow run --image IMAGE METHOD [ARG…]');
  return { source: { image }, method, texts };
}

/**
 * @param list the text of `--args`
 * @param parameters those of the method, where they are known
 * @throws UsageError where they cannot be right
 */
export async function readCallArguments(
  texts: readonly string[],
  list: string | undefined,
  stdin: Input,
  parameters: readonly MethodParameter[],
): Promise<readonly unknown[]> {
  if (list === undefined) return readArguments(texts, stdin, parameters);
  if (texts.length > 0) throw new UsageError('give the arguments either one by one or by --args');
  return readArgumentList(list, stdin);
}

/** @returns an input that gives again what it gave once, for arguments that are read again */
export function readOnce(input: Input): Input {
  let bytes: Promise<Uint8Array> | undefined;
  return { read: async () => (bytes ??= input.read()) };
}

/**
 * Finds out before the dispatch what would make its result impossible to keep.
 *
 * @throws UsageError for a recording that exists already, for a missing folder, and for a folder in place of a file
 */
export async function checkFiles(record: string | undefined, output: string | undefined): Promise<void> {
  for (const [name, file] of [
    ['record', record],
    ['output', output],
  ] as const) {
    if (file === undefined) continue;
    if (file === '') throw new UsageError(`--${name} needs the name of a file, not an empty one`);
    const folder = await look(path.dirname(path.resolve(file)));
    if (!folder) throw new UsageError(`--${name}: there is no folder ${path.dirname(file)}`);
    if (!folder.isDirectory()) throw new UsageError(`--${name}: ${path.dirname(file)} is not a folder`);
    const there = await look(file);
    if (name === 'record' && there) {
      throw new UsageError(`--record never overwrites, and ${file} exists already: choose another name`);
    }
    if (there?.isDirectory() === true) throw new UsageError(`--${name}: ${file} is a folder; name a file in it`);
  }
}

async function look(file: string): Promise<Stats | undefined> {
  return stat(file).catch(() => undefined);
}
