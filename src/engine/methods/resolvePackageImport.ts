import path from 'node:path';
import { isRecord } from '../isRecord.ts';
import type { ModuleStore } from './moduleStore.ts';
import { resolveRelative } from './resolveRelative.ts';
import { ELSEWHERE, fails, type Resolution } from './resolution.ts';

/** Conditions that hold where an ES module of an inmate is imported. */
const CONDITIONS = new Set(['node', 'node-addons', 'import', 'module-sync', 'default']);

/** Where an import leads that `imports` of a `package.json` defines: `#lib/x.ts`. */
export async function resolvePackageImport(store: ModuleStore, from: string, specifier: string): Promise<Resolution> {
  const manifest = await store.manifests.nearest(from);
  const target = manifest && targetOf(manifest.imports, specifier);
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

/** @returns the address that stands for the specifier, the longest pattern first, as Node does it */
function targetOf(imports: Readonly<Record<string, unknown>>, specifier: string): string | undefined {
  const exact = specifier.includes('*') ? undefined : addressOf(imports[specifier]);
  if (exact !== undefined) return exact;
  const patterns = Object.keys(imports).filter((key) => key.split('*').length === 2);
  for (const key of patterns.toSorted((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length)) {
    const [start = '', end = ''] = key.split('*');
    if (specifier.length <= start.length + end.length || !specifier.startsWith(start) || !specifier.endsWith(end))
      continue;
    const match = specifier.slice(start.length, specifier.length - end.length);
    return addressOf(imports[key])?.replaceAll('*', () => match);
  }
  return undefined;
}

function addressOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map((each: unknown) => addressOf(each)).find((each) => each !== undefined);
  if (!isRecord(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const address = CONDITIONS.has(condition) ? addressOf(inner) : undefined;
    if (address !== undefined) return address;
  }
  return undefined;
}
