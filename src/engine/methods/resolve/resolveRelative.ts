import path from 'node:path';
import { kindOf, otherCapitals } from '../modules/fileKind.ts';
import { INMATE_ENDINGS } from '../../../text/inmateEndings.ts';
import type { ModuleStore } from '../modules/moduleStore.ts';
import { fails, mayFail, type Resolution } from './resolution.ts';

/** What Node can import; a name without an ending is JavaScript to it. */
const IMPORTABLE = new RegExp(`^[^.]+$|\\.(?:${INMATE_ENDINGS.join('|')}|json|node|wasm)$`);

/** Endings that may be meant by one that does not exist, or by none. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  '': ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'],
  '.js': ['.ts', '.mts', '.mjs', '.cjs', '.tsx'],
  '.mjs': ['.mts', '.js', '.ts'],
  '.cjs': ['.cts', '.js', '.ts'],
  '.jsx': ['.tsx', '.ts', '.js'],
  '.ts': ['.js', '.mts', '.mjs', '.cts', '.cjs', '.tsx', '.d.ts'],
  '.mts': ['.ts', '.mjs', '.js'],
  '.cts': ['.ts', '.cjs', '.js'],
};
const INDEX = ['index.ts', 'index.mts', 'index.js', 'index.mjs', 'index.cjs'];

/** Resolves an import that names a file by its path: `./lib/x.ts`. An ES module's names are taken literally. */
export async function resolveRelative(store: ModuleStore, from: string, specifier: string): Promise<Resolution> {
  const wanted = path.resolve(path.dirname(from), pathOf(specifier));
  if (!isWithin(store.root, wanted)) {
    const message = `"${specifier}" leads out of the inmate's folder: only what is in the folder gets into its image`;
    return specifier.startsWith('/') ? mayFail(message) : fails(message);
  }
  const kind = await kindOf(wanted);
  const spelt = await otherCapitals(store.root, wanted);
  if (spelt !== undefined) {
    return fails(`there is no "${specifier}" but ${quoted(from, spelt)}: capitals count in a container`);
  }
  if (kind === 'folder') {
    const index = await firstFile(INDEX.map((name) => path.join(wanted, name)));
    const advice = index === undefined ? 'import a file of it' : `write ${quoted(from, index)}`;
    return fails(`"${specifier}" is a folder, and Node imports no folders: ${advice}`);
  }
  if (kind === undefined) return fails(`there is no file "${specifier}"${await meant(store, from, wanted)}`);
  if (!IMPORTABLE.test(path.basename(wanted))) {
    return fails(`Node cannot import "${specifier}": ${reasonAgainst(path.extname(wanted))}`);
  }
  if (isInPackages(store, wanted) && /\.[mc]?ts$/.test(wanted)) {
    return fails(`"${specifier}" is TypeScript in node_modules, of which Node does not leave out the types`);
  }
  return { kind: 'file', file: wanted };
}

/** As `require` looks for a file: it adds endings, and takes the index of a folder. */
export async function resolveRequired(store: ModuleStore, from: string, specifier: string): Promise<Resolution> {
  const wanted = path.resolve(path.dirname(from), specifier);
  if (!isWithin(store.root, wanted)) {
    return mayFail(`"${specifier}" leads out of the inmate's folder: only what is in the folder gets into its image`);
  }
  const endings = ['', '.js', '.json', '.node', '/index.js', '/index.json'];
  const found = await firstFile(endings.map((ending) => `${wanted}${ending}`));
  if (found !== undefined) return { kind: 'file', file: found };
  // A folder with a package.json of its own.
  if ((await kindOf(wanted)) !== undefined) return { kind: 'elsewhere' };
  return mayFail(`there is no file "${specifier}"${await meant(store, from, wanted)}`);
}

/** All files that may be meant by a path whose ending is wrong or missing. */
export function filesAlike(wanted: string): readonly string[] {
  const ending = path.extname(wanted);
  const stem = wanted.slice(0, wanted.length - ending.length);
  const known = ALIKE[ending];
  return [
    ...(known ?? []).map((other) => `${stem}${other}`),
    ...(known && ending !== '' ? [] : (ALIKE[''] ?? []).map((other) => `${wanted}${other}`)),
    ...INDEX.map((name) => path.join(stem, name)),
  ];
}

export async function firstFile(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) if ((await kindOf(candidate)) === 'file') return candidate;
  return undefined;
}

/** The specifier by which one file imports another one. */
export function specifierOf(from: string, file: string): string {
  const relative = path.relative(path.dirname(from), file).split(path.sep).join('/');
  return relative.startsWith('../') ? relative : `./${relative}`;
}

export function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}

async function meant(store: ModuleStore, from: string, wanted: string): Promise<string> {
  const found = await firstFile(filesAlike(wanted).filter((file) => isWithin(store.root, file)));
  if (found === undefined) return '';
  return `, but ${quoted(from, found)}: Node takes the name as it is written, so write that`;
}

function reasonAgainst(ending: string): string {
  if (ending === '.tsx' || ending === '.jsx') return 'JSX has to be compiled before; move what is needed to a .ts file';
  return `a file ending in "${ending}" is not a module; read it with node:fs instead`;
}

function quoted(from: string, file: string): string {
  return JSON.stringify(specifierOf(from, file));
}

function isInPackages(store: ModuleStore, file: string): boolean {
  return store.within(file).split('/').includes('node_modules');
}

/** An import is a URL: it may have a query, and characters that are written as `%20`. */
function pathOf(specifier: string): string {
  const address = specifier.replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
