import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { isRecord, readManifest } from './manifest.ts';

const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

/** What to do about a package that is missing or is not one. @param specifier what the source imports */
export function missingPackage(folder: string, name: string, specifier: string): string {
  const rest = specifier.replace(/^[@~]\//, '');
  const manifest = readManifest(folder);
  const isListed = isRecord(manifest['dependencies']) && Object.hasOwn(manifest['dependencies'], name);
  if (isListed) {
    return `its dependency "${name}" is not installed: run "npm ci" in ${folder}, or build the image anew`;
  }
  if (!PACKAGE.test(name) || /^[@~]\//.test(specifier) || isOwn(folder, rest)) {
    return `"${specifier}" is not a package, and paths of tsconfig.json do nothing at run time: name the file from where it is imported ("./${rest}"), or use imports of package.json ("#lib/x.ts")`;
  }
  const isBuiltin = process.getBuiltinModule?.(`node:${specifier}`) !== undefined;
  if (isBuiltin) return `there is no "${specifier}": write "node:${specifier}"`;
  return `"${name}" is not among the dependencies of ${join(folder, 'package.json')}: run "npm install ${name}" there, and build the image anew`;
}

/** What to do about a missing file. @param specifier what the source imports, where that is known */
export function missingFile(from: string, specifier: string | undefined, file: string): string {
  const missing = `there is no file ${JSON.stringify(specifier ?? file)}`;
  const stem = file.slice(0, file.length - extname(file).length);
  const candidates = [...ENDINGS.map((ending) => `${file}${ending}`), ...ENDINGS.map((ending) => `${stem}${ending}`)];
  const found = candidates.find((candidate) => candidate !== file && existsSync(candidate));
  if (found === undefined) return `${missing} in the image`;
  const within = relative(dirname(from), found);
  const meant = within.startsWith('..') ? within : `./${within}`;
  return `${missing}, but "${meant}": Node takes the name as it is written, so write that`;
}

/** Whether an import begins with a folder or a file of the inmate. */
function isOwn(folder: string, specifier: string): boolean {
  const [first = ''] = specifier.split('/');
  const isFolder = statSync(join(folder, first), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder || existsSync(join(folder, specifier));
}
