import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EngineError } from '../errors/errors.ts';

/** Variable that names the folder of the build's assets. Where it is set, no other folder is searched. */
const VARIABLE = 'HOOSEGOW_ASSETS';
/** Folder beside a program that was bundled with this library. */
const BESIDE_A_BUNDLE = 'hoosegow-assets';

/** Folder of the running module; empty in an ES module that a bundler made. */
const HERE = import.meta.dirname;

/**
 * Finds a file or folder that the engine reads at run time: the template of inmates, code that is loaded by path.
 *
 * It lies beside the bundle of this package. For a program that was bundled with this library, it is in the folder that
 * the variable `HOOSEGOW_ASSETS` names, in `hoosegow-assets` beside the program, or in this package as installed for
 * the program, in this order.
 *
 * @throws EngineError that says where it was looked for, and what to do
 */
export function assetPath(...names: string[]): string {
  const named = process.env[VARIABLE];
  if (named !== undefined && named !== '') {
    const path = resolve(named, ...names);
    if (!existsSync(path)) throw new EngineError(`${path} is missing: ${VARIABLE} must name a copy of "dist"`, 'start');
    return path;
  }
  const folders = foldersOf(HERE, process.argv[1]);
  const path = folders.map((folder) => join(folder, ...names)).find((candidate) => existsSync(candidate));
  if (path === undefined) throw missing(join(...names), folders);
  return path;
}

/**
 * Folders in which assets may be. The working directory is not one: it may be a stranger's, and what is found is run.
 *
 * @param here folder of this module; empty where it is not known
 * @param program path of the file that Node was started with
 */
function foldersOf(here: string, program: string | undefined): readonly string[] {
  const homes = [here, program === undefined ? '' : dirname(resolve(program))].filter((home) => home !== '');
  const beside = homes.map((home) => join(home, BESIDE_A_BUNDLE));
  // When this project runs from its sources: what its build has made.
  const own = here === '' ? [] : [here, ...(basename(here) === 'assets' ? [join(here, '../../../dist')] : [])];
  return [...new Set([...own, ...beside, ...homes.flatMap(installedFor)])];
}

/** Folders of this package where it may be installed for a program in `home`, the nearest one first. */
function installedFor(home: string): readonly string[] {
  const parent = dirname(home);
  return [join(home, 'node_modules/hoosegow-inspector/dist'), ...(parent === home ? [] : installedFor(parent))];
}

function missing(name: string, folders: readonly string[]): EngineError {
  const [first = '', ...more] = folders;
  const others = more.length > 0 ? ` and ${more.length} more folders` : '';
  return new EngineError(
    `${name} of hoosegow-inspector is missing; it was looked for in ${first}${others}. ` +
      `In a program that was bundled: copy node_modules/hoosegow-inspector/dist to ${BESIDE_A_BUNDLE} beside the bundle, ` +
      `or name the copy in ${VARIABLE}. In the sources of hoosegow-inspector: run "npm run build"`,
    'start',
  );
}
