import type { ModuleStore, StoredModule } from '../modules/moduleStore.ts';
import { resolveBare } from './resolveBare.ts';
import { resolvePackageImport } from './resolvePackageImport.ts';
import { resolveRelative, resolveRequired } from './resolveRelative.ts';
import { resolveScheme } from './resolveScheme.ts';
import type { Resolution } from './resolution.ts';

/**
 * Resolves an import, without running anything and without looking outside the inmate's folder, and finds what is
 * wrong with it.
 */
export async function resolveImport(store: ModuleStore, module: StoredModule, specifier: string): Promise<Resolution> {
  const { file } = module;
  if (/^(?:\.{0,2}\/|\.\.?$)/.test(specifier)) {
    return module.parsed.format === 'commonjs'
      ? resolveRequired(store, file, specifier)
      : resolveRelative(store, file, specifier);
  }
  if (specifier.startsWith('#')) return resolvePackageImport(store, module, specifier);
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) return resolveScheme(specifier);
  return resolveBare(store, module, specifier);
}
