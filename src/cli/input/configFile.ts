import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, messageOf } from '../../wire/thrown.ts';
import { nearestName, UsageError } from '../../engine/index.ts';
import { describeFileError } from '../fileError.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Bytes of a configuration; a larger file is not one. */
const MOST_BYTES = 64 * 1024;

export interface Config {
  /** Where it is, or would be; empty where this environment has no place for a configuration. */
  readonly path: string;
  /** Options by their name, as they would be given on the command line. */
  readonly values: ReadonlyMap<string, string>;
}

/** `$XDG_CONFIG_HOME/hoosegow/config.json`, else below `~/.config`; on Windows below `%APPDATA%`. */
export function configPath(env: Env, platform: NodeJS.Platform = process.platform): string {
  const ofXdg = env['XDG_CONFIG_HOME'] ?? '';
  const home = env['HOME'] ?? '';
  const ofWindows = platform === 'win32' ? (env['APPDATA'] ?? '') : '';
  // The rule of XDG: a relative path is ignored, or else the current folder would choose the file.
  if (path.isAbsolute(ofXdg)) return path.join(ofXdg, 'hoosegow', 'config.json');
  if (path.isAbsolute(ofWindows)) return path.join(ofWindows, 'hoosegow', 'config.json');
  return path.isAbsolute(home) ? path.join(home, '.config', 'hoosegow', 'config.json') : '';
}

/**
 * The user's configuration: an object of options, `{ "memory": "512m", "cpus": 2 }`. A file that is missing is empty.
 *
 * @param names options that it may hold
 * @throws UsageError where it cannot be read, or holds anything else
 */
export async function readConfig(env: Env, names: readonly string[]): Promise<Config> {
  const { problems, ...config } = await lookAtConfig(env, names);
  if (problems[0] !== undefined) throw new UsageError(problems[0]);
  return config;
}

/** The same with all that is wrong with it, instead of the first error only: what can be read of it is read. */
export async function lookAtConfig(
  env: Env,
  names: readonly string[],
): Promise<Config & { readonly problems: readonly string[] }> {
  const file = configPath(env);
  const values = new Map<string, string>();
  const problems: string[] = [];
  try {
    for (const [name, value] of Object.entries(await readObject(file))) {
      if (!names.includes(name)) problems.push(`${file} sets "${name}", ${whyNot(name, names)}`);
      else if (typeof value === 'string' || typeof value === 'number') values.set(name, String(value));
      else problems.push(`${file}: "${name}" must be text or a number, as behind --${name}`);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.push(error.message);
  }
  return { path: file, values, problems };
}

async function readObject(file: string): Promise<object> {
  const text = file === '' ? undefined : await readText(file);
  if (text === undefined) return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${messageOf(error)}`);
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw new UsageError(`${file} must be an object of options, for example { "memory": "512m" }`);
}

function whyNot(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  const meant = near === undefined ? '' : ` (is "${near}" meant?)`;
  return `which cannot be set there${meant}; it may hold ${names.join(', ')}`;
}

/** @returns nothing where there is no such file */
async function readText(file: string): Promise<string | undefined> {
  try {
    // Opening a pipe of that name must not block.
    await using handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is not a file');
    if (stats.size > MOST_BYTES) throw new Error('it has more than 64 KiB');
    return (await handle.readFile('utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw new UsageError(`cannot read ${file}: ${describeFileError(error)}`);
  }
}
