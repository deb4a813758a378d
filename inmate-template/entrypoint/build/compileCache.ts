import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';

/** Where an image can keep V8's compiled code of the inmate's modules and of what they import. */
export const COMPILED = join(__dirname, 'compiled');

/** Not there in Node 20, which may run an inmate without an image. */
interface CompileCache {
  readonly createRequire: unknown;
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** Lets Node take modules from the cache of the image, where it has one. */
export function useCompileCache(): void {
  const { enableCompileCache }: CompileCache = nodeModule;
  // Node would make the folder.
  if (existsSync(COMPILED)) enableCompileCache?.(COMPILED);
}
