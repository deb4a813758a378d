import path from 'node:path';
import { isRecord } from '../../../text/isRecord.ts';
import type { ModuleStore, StoredModule } from '../modules/moduleStore.ts';
import { resolveRelative } from './resolveRelative.ts';
import { ELSEWHERE, fails, type Resolution } from './resolution.ts';

/** Conditions that apply, by how a module is loaded. */
const CONDITIONS = {
  module: new Set(['node', 'node-addons', 'import', 'module-sync', 'default']),
  commonjs: new Set(['node', 'node-addons', 'require', 'module-sync', 'default']),
};

/** Conditions within conditions; real packages have far fewer. */
const MAX_DEPTH = 100;

type Conditions = ReadonlySet<string>;

/** Resolves an import that `imports` of a `package.json` defines: `#lib/x.ts`. */
export async function resolvePackageImport(
  store: ModuleStore,
  { file, parsed }: StoredModule,
  specifier: string,
): Promise<Resolution> {
  const manifest = await store.manifests.nearest(file);
  const target = manifest && targetOf(manifest.imports, specifier, CONDITIONS[parsed.format]);
  if (!manifest || target === undefined) {
    const key = specifier.includes('/') ? `${specifier.slice(0, specifier.indexOf('/'))}/*` : specifier;
    const value = key.endsWith('/*') ? './FOLDER/*' : './FILE.ts';
    return fails(`"${specifier}" is not defined: add "imports": { "${key}": "${value}" } to package.json`);
  }
  if (!target.startsWith('./')) return ELSEWHERE;
  const resolved = await resolveRelative(store, path.join(manifest.dir, 'package.json'), target);
  if (resolved.kind !== 'problem') return resolved;
  return { ...resolved, message: `"${specifier}" means "${target}" by package.json, and ${resolved.message}` };
}

/** @returns the target of the specifier, the longest pattern first, as Node does it */
function targetOf(
  imports: Readonly<Record<string, unknown>>,
  specifier: string,
  conditions: Conditions,
): string | undefined {
  const exact = specifier.includes('*') ? undefined : addressOf(imports[specifier], conditions);
  if (exact !== undefined) return exact;
  const patterns = Object.keys(imports).filter((key) => key.split('*').length === 2);
  for (const key of patterns.toSorted((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length)) {
    const [start = '', end = ''] = key.split('*');
    if (specifier.length <= start.length + end.length || !specifier.startsWith(start) || !specifier.endsWith(end))
      continue;
    const match = specifier.slice(start.length, specifier.length - end.length);
    return addressOf(imports[key], conditions)?.replaceAll('*', () => match);
  }
  return undefined;
}

function addressOf(target: unknown, conditions: Conditions, depth = 0): string | undefined {
  if (typeof target === 'string') return target;
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(target))
    return target.map((each: unknown) => addressOf(each, conditions, depth + 1)).find((each) => each !== undefined);
  if (!isRecord(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const address = conditions.has(condition) ? addressOf(inner, conditions, depth + 1) : undefined;
    if (address !== undefined) return address;
  }
  return undefined;
}
