import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useCompileCache } from './compileCache.ts';
import { methodsOf, type Methods } from './methods.ts';
import { describeRaise } from './raise.ts';

const NAMES = ['inmate.ts', 'inmate.mts', 'inmate.js', 'inmate.mjs'];

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
  // Imported by way of a module of our own: a namespace that is itself the value of a promise would be taken for a
  // promise where it has an export named `then`.
  const wrapper = `import * as inmate from ${JSON.stringify(pathToFileURL(path).href)}; export { inmate };`;
  try {
    const wrapped: unknown = await import(`data:text/javascript,${encodeURIComponent(wrapper)}`);
    return methodsOf(isRecord(wrapped) && isRecord(wrapped['inmate']) ? wrapped['inmate'] : {});
  } catch (error) {
    throw new InmateImportError(explain(path, error), { cause: error });
  }
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

function explain(path: string, error: unknown): string {
  const { message, backtrace } = describeRaise(error);
  const place = error instanceof SyntaxError && backtrace[0] !== undefined ? ` (${backtrace[0]})` : '';
  return `cannot import ${basename(path)}: ${missingPackage(path, error) ?? `${message}${place}`}`;
}

/** @returns what to do about a dependency that is not installed */
function missingPackage(path: string, error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return undefined;
  const name = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^./'][^/']*)/.exec(error.message)?.[1];
  if (name === undefined) return undefined;
  const folder = dirname(path);
  return isListed(folder, name)
    ? `its dependency "${name}" is not installed: run "npm ci" in ${folder}, or build the image anew`
    : `"${name}" is not among the dependencies of ${join(folder, 'package.json')}: run "npm install ${name}" there, and build the image anew`;
}

function isListed(folder: string, name: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return isRecord(manifest) && isRecord(manifest['dependencies']) && Object.hasOwn(manifest['dependencies'], name);
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
