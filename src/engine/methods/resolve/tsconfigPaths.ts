import path from 'node:path';
import { isRecord } from '../../../text/isRecord.ts';
import type { ModuleStore } from '../modules/moduleStore.ts';

/** Files that one name may stand for: each is looked up on the disk. */
const MAX_TARGETS = 20;

/** The files to which TypeScript would resolve a package name by `paths` and `baseUrl` of the tsconfig.json. */
export async function aliasTargets(store: ModuleStore, specifier: string): Promise<readonly string[]> {
  const { baseUrl, paths } = await store.compilerOptions.read();
  const base = path.resolve(store.root, typeof baseUrl === 'string' ? baseUrl : '.');
  const targets = Object.entries(isRecord(paths) ? paths : {}).flatMap(([pattern, list]) => {
    const match = matchOf(pattern, specifier);
    if (match === undefined || !Array.isArray(list)) return [];
    return list.flatMap((target: unknown) => (typeof target === 'string' ? [target.replace('*', () => match)] : []));
  });
  return [...targets.slice(0, MAX_TARGETS), ...(typeof baseUrl === 'string' ? [specifier] : [])].map((target) =>
    path.resolve(base, target),
  );
}

/** @returns what the `*` of a pattern stands for; `''` where it has none */
function matchOf(pattern: string, specifier: string): string | undefined {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === specifier ? '' : undefined;
  const fits = specifier.length >= start.length + end.length && specifier.startsWith(start) && specifier.endsWith(end);
  return fits ? specifier.slice(start.length, specifier.length - end.length) : undefined;
}
