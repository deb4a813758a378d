import path from 'node:path';
import { isRecord } from '../isRecord.ts';
import type { ModuleStore } from './moduleStore.ts';
import { parseJsonWithComments } from './parseSource.ts';
import { readWithin } from './readWithin.ts';

/** Files that one name may stand for: each is looked for on the disk. */
const MAX_TARGETS = 20;

/** The compiler options of one inmate's `tsconfig.json`, read once. */
export class CompilerOptions {
  readonly #root: string;
  #options: Promise<Readonly<Record<string, unknown>>> | undefined;

  /** @param root absolute path of the inmate's folder, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  read(): Promise<Readonly<Record<string, unknown>>> {
    this.#options ??= readOptions(this.#root);
    return this.#options;
  }
}

async function readOptions(root: string): Promise<Readonly<Record<string, unknown>>> {
  const source = await readWithin(root, path.join(root, 'tsconfig.json'));
  const config = typeof source === 'string' ? undefined : parseJsonWithComments(source.text);
  return isRecord(config) && isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
}

/** The files that TypeScript would take a name of a package for, by `paths` and `baseUrl` of the inmate's tsconfig.json. */
export async function aliasTargets(store: ModuleStore, specifier: string): Promise<readonly string[]> {
  const { baseUrl, paths } = await store.compilerOptions.read();
  const base = path.resolve(store.root, typeof baseUrl === 'string' ? baseUrl : '.');
  const targets = Object.entries(isRecord(paths) ? paths : {}).flatMap(([pattern, list]) => {
    const match = matchOf(pattern, specifier);
    if (match === undefined || !Array.isArray(list)) return [];
    return list.flatMap((target: unknown) => (typeof target === 'string' ? [target.replace('*', () => match)] : []));
  });
  return [...targets.slice(0, MAX_TARGETS), ...(typeof baseUrl === 'string' ? [specifier] : [])].map((target) => path.resolve(base, target));
}

/** @returns what the `*` of a pattern stands for; `''` where it has none */
function matchOf(pattern: string, specifier: string): string | undefined {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === specifier ? '' : undefined;
  const fits = specifier.length >= start.length + end.length && specifier.startsWith(start) && specifier.endsWith(end);
  return fits ? specifier.slice(start.length, specifier.length - end.length) : undefined;
}
