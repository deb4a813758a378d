import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useCompileCache } from '../../build/compileCache.ts';
import { explainFailure } from './importFailure.ts';
import { methodsOf, methodsOfCommonJs, type Methods } from './methods.ts';
import { isRecord } from './manifest.ts';
import { useTransformTypes } from './transformTypes.ts';

const NAMES = ['inmate.ts', 'inmate.mts', 'inmate.js', 'inmate.mjs', 'inmate.cts', 'inmate.cjs'];

/** The inmate's module could not be imported. */
export class InmateImportError extends Error {
  override name = 'InmateImportError';
}

/**
 * @returns the inmate's methods
 * @throws {InmateImportError} whose cause is what went wrong
 */
export async function importInmate(): Promise<Methods> {
  const path = findInmate();
  useCompileCache();
  // Imported through a module of our own: a namespace that has an export named `then` would be taken for a promise if
  // it were itself the value of a promise.
  const wrapper = `import * as inmate from ${JSON.stringify(pathToFileURL(path).href)}; export { inmate };`;
  try {
    useSourceMap(path);
    useTransformTypes(path);
    const wrapped: unknown = await import(`data:text/javascript,${encodeURIComponent(wrapper)}`);
    const namespace = isRecord(wrapped) && isRecord(wrapped['inmate']) ? wrapped['inmate'] : {};
    return isCommonJs(path, namespace) ? methodsOfCommonJs(namespace['default']) : methodsOf(namespace);
  } catch (error) {
    throw importError(path, error);
  }
}

/** The backtraces of an inmate that was bundled with one name the lines of its sources. It slows others down. */
function useSourceMap(path: string): void {
  if (readFileSync(path).includes('//# sourceMappingURL=')) process.setSourceMapsEnabled(true);
}

/** @throws {InmateImportError} where there is none */
export function findInmate(): string {
  const named = process.env['HOOSEGOW_INMATE'];
  if (named) return existing(resolve(named));
  const folder = dirname(__dirname);
  const found = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new InmateImportError(`there is no inmate in ${folder}: no ${NAMES.join(', ')}`);
  return found;
}

function existing(path: string): string {
  if (!existsSync(path)) throw new InmateImportError(`there is no inmate at ${path}`);
  return path;
}

/** Node keeps every CommonJS module in the cache of `require`, and newer versions mark the namespace too. */
function isCommonJs(path: string, namespace: object): boolean {
  return 'module.exports' in namespace || realpathSync(path) in createRequire(path).cache;
}

function importError(path: string, cause: unknown): InmateImportError {
  const { message, place } = explainFailure(path, cause);
  const error = new InmateImportError(
    `cannot import ${basename(path)}: ${message}${place === undefined ? '' : ` (${place})`}`,
    { cause },
  );
  // The backtrace is only the place where the source is wrong.
  if (place !== undefined) error.stack = `${error.name}: ${error.message}\n    at ${place}`;
  return error;
}
