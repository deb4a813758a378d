import { isBuiltin } from 'node:module';
import path from 'node:path';
import { kindOf } from '../modules/fileKind.ts';
import type { ModuleStore, StoredModule } from '../modules/moduleStore.ts';
import type { PackageManifest } from './packageManifest.ts';
import { ELSEWHERE, fails, lacks, mayFail, type Resolution } from './resolution.ts';
import { filesAlike, firstFile, isWithin, specifierOf } from './resolveRelative.ts';
import { aliasTargets } from './tsconfigPaths.ts';

/** Names that npm accepts, or accepted earlier: with capitals. */
const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

/** Packages that give `require` aliases, and Node's own means of doing so. */
const ALIASING = ['module-alias', 'tsconfig-paths', 'app-module-path', '@swc-node/register', 'tsx', 'ts-node'];
const OWN_WAY = /\b(?:NODE_PATH|_initPaths|_resolveFilename|registerHooks)\b/;

const NOTHING_AT_RUN_TIME = 'paths and baseUrl of tsconfig.json do nothing at run time';

/** Resolves an import that names a package, or seems to: `marked`, `@/lib/x.ts`. */
export async function resolveBare(store: ModuleStore, module: StoredModule, specifier: string): Promise<Resolution> {
  const from = module.file;
  if (isBuiltin(specifier)) return ELSEWHERE;
  const name = packageOf(specifier);
  const manifest = await store.manifests.ofInmate();
  if (await isInstalled(store, from, manifest, name)) return ELSEWHERE;
  // Code that runs before may make CommonJS find modules in its own way.
  const tell = module.parsed.format === 'commonjs' && (await findsItsOwnWay(store, module)) ? mayFail : fails;
  const alias = await aliasOf(store, from, specifier);
  if (alias !== undefined) return tell(alias);
  if (!PACKAGE.test(name))
    return tell(`"${specifier}" names no package and no file: ${NOTHING_AT_RUN_TIME}; ${adviceFor(specifier)}`);
  if (isBuiltin(`node:${specifier}`)) return fails(`there is no "${specifier}": is "node:${specifier}" meant?`);
  if (manifest?.devDependencies.has(name)) {
    return lacks(
      name,
      `"${name}" is only among the devDependencies, which images leave out: run "npm install ${name}"`,
    );
  }
  return lacks(name, `"${name}" is not among the dependencies of package.json: run "npm install ${name}"`);
}

/** The name of the package that an import begins with; both parts of `@scope/name/x`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

async function findsItsOwnWay(store: ModuleStore, { source }: StoredModule): Promise<boolean> {
  const manifest = await store.manifests.ofInmate();
  return ALIASING.some((name) => manifest?.dependencies.has(name)) || OWN_WAY.test(source.text);
}

async function isInstalled(
  store: ModuleStore,
  from: string,
  manifest: PackageManifest | undefined,
  name: string,
): Promise<boolean> {
  if (manifest?.dependencies.has(name) || manifest?.name === name) return true;
  const nearest = await store.manifests.nearest(from);
  if (nearest?.dependencies.has(name) || nearest?.name === name) return true;
  if (manifest?.devDependencies.has(name)) return false;
  return (await kindOf(path.join(store.root, 'node_modules', name))) !== undefined;
}

/** @returns what to say of an import that tsconfig.json, or a bundler, would resolve to a file of the inmate */
async function aliasOf(store: ModuleStore, from: string, specifier: string): Promise<string | undefined> {
  const rest = specifier.replace(/^[@~]\//, '');
  const guesses = [rest, `src/${rest}`].map((guess) => path.resolve(store.root, guess));
  const targets = [...(await aliasTargets(store, specifier)), ...guesses].filter((file) => isWithin(store.root, file));
  const found = await firstFile(targets.flatMap((target) => [target, ...filesAlike(target)]));
  if (found !== undefined) {
    return `${NOTHING_AT_RUN_TIME}: write "${specifierOf(from, found)}" in place of "${specifier}", or use imports of package.json ("#lib/x.ts")`;
  }
  const [first = ''] = specifier.split('/');
  if (first === '@' || first === '~') return undefined;
  const isFolder = (await kindOf(path.join(store.root, first))) === 'folder';
  if (!isFolder && targets.length <= guesses.length) return undefined;
  return `"${specifier}" is not a package, and ${NOTHING_AT_RUN_TIME}: ${adviceFor(specifier)}`;
}

function adviceFor(specifier: string): string {
  const rest = specifier.replace(/^[@~]\//, '');
  return `name the file from here ("./${rest}"), or use imports of package.json ("#lib/x.ts")`;
}
