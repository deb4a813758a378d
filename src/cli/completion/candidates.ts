import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { inmateFolderOf, readInmate } from '../../engine/index.ts';
import { ENGINE_KINDS } from '../../engine/internal.ts';
import type { Command } from '../command.ts';
import { FORMAT_NAMES } from '../commands/export.ts';
import { SCRIPTS } from './scripts.ts';

/** What may stand at a place of the command line. */
export interface Candidates {
  readonly words: readonly string[];
  /** Ending of the files that are candidates too, `*` for any; `/` for folders alone. */
  readonly files?: string;
}

const SHELLS = Object.keys(SCRIPTS);

/** Options whose value is a path. */
const FILE_OPTIONS: ReadonlySet<string> = new Set(['record', 'output', 'env-file']);

/** Values of options that take one of a few. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  engine: ENGINE_KINDS,
  color: ['always', 'never', 'auto'],
  format: FORMAT_NAMES,
};

/** Of names in untrusted source only these are offered: a shell may interpret others. */
const PLAIN_NAME = /^[A-Za-z_]\w*$/;

/**
 * @param words what stands behind `hoosegow`; the last one is being typed, and may be empty
 * @param commands all that there are
 */
export async function candidatesFor(words: readonly string[], commands: readonly Command[]): Promise<Candidates> {
  const [name = '', ...rest] = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const names = commands.map((command) => command.name);
  if (words.length <= 1) return matching([...names, 'help', '--help', '--version'], current);
  if (name === 'help') return matching(rest.length === 0 ? names : [], current);
  const command = commands.find((one) => one.name === name);
  if (!command) return { words: [] };
  const { open, positionals } = readWords(rest, command);
  if (open !== undefined) return valuesOf(open, current);
  if (current.startsWith('-') && !rest.includes('--')) {
    return matching([...Object.keys(command.options).map((option) => `--${option}`), '--help'], current);
  }
  const [, most] = command.positionals;
  return positionals.length < most ? positionalsOf(command.name, positionals, rest, current) : { words: [] };
}

/** @returns the option that waits for its value, and the arguments that are not options */
function readWords(
  words: readonly string[],
  { options }: Command,
): { readonly open?: string; readonly positionals: readonly string[] } {
  const positionals: string[] = [];
  let open: string | undefined;
  for (const [i, word] of words.entries()) {
    if (open !== undefined) open = undefined;
    else if (word === '--') return { positionals: [...positionals, ...words.slice(i + 1)] };
    else if (word.startsWith('-') && word.length > 1) open = optionThatWaits(word, options);
    else positionals.push(word);
  }
  return open === undefined ? { positionals } : { open, positionals };
}

function optionThatWaits(word: string, options: Command['options']): string | undefined {
  if (word.includes('=')) return undefined;
  const found = Object.entries(options).find(([name, { short }]) => {
    return word === `--${name}` || (short !== undefined && word === `-${short}`);
  });
  return found?.[1].type === 'string' ? found[0] : undefined;
}

function valuesOf(option: string, current: string): Candidates {
  if (FILE_OPTIONS.has(option)) return { words: [], files: '*' };
  return matching(VALUES[option] ?? [], current);
}

/** Candidates for one more argument of a command that takes one. */
async function positionalsOf(
  command: string,
  before: readonly string[],
  words: readonly string[],
  current: string,
): Promise<Candidates> {
  switch (command) {
    case 'show':
    case 'inspect':
    case 'export':
      return { words: [], files: '.dispatch' };
    case 'completion':
      return matching(SHELLS, current);
    case 'run':
      return ofRun(before, words, current);
    default:
      return { words: [], files: '/' };
  }
}

async function ofRun(before: readonly string[], words: readonly string[], current: string): Promise<Candidates> {
  if (current.startsWith('@')) return ofFileArgument(current);
  if (words.some((word) => word === '--image' || word.startsWith('--image='))) return { words: [] };
  const [dir] = before;
  if (dir === undefined) return { ...matching(await methodsOf('.'), current), files: '/' };
  if (before.length > 1) return { words: [] };
  // If the first word is a method, only its arguments follow.
  return matching(await methodsOf(dir), current);
}

async function ofFileArgument(current: string): Promise<Candidates> {
  const typed = current.slice(1);
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const items = await readdir(folder === '' ? '.' : path.resolve(folder), { withFileTypes: true }).catch(() => []);
  const names = items.filter(
    ({ name }) => /^[\w.,+%-]+$/.test(name) && (typed.startsWith(`${folder}.`) || !name.startsWith('.')),
  );
  return matching(
    names.map((item) => `@${folder}${item.name}${item.isDirectory() ? '/' : ''}`),
    current,
  );
}

/** Read from the source, which is never run. */
async function methodsOf(named: string): Promise<readonly string[]> {
  try {
    const { methods, unknown } = await readInmate(await inmateFolderOf(named));
    return [...methods, ...unknown].map(({ name }) => name).filter((name) => PLAIN_NAME.test(name));
  } catch {
    return [];
  }
}

function matching(words: readonly string[], current: string): Candidates {
  return { words: words.filter((word) => word.startsWith(current)) };
}
