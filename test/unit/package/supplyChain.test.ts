import { build, type BuildOptions } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENTRIES } from '../../../packaging/entries.mjs';
import { webviewBundle } from '../../../webview/bundle.mjs';

const ROOT = join(import.meta.dirname, '../../..');

/** What the extension is made of, but for the engine's thread. */
const EXTENSION = ['extension', 'editorShared', 'editorParts', 'engineParts'];

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly overrides?: Versions;
  readonly scripts?: Versions;
}

interface Locked extends Manifest {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

/** An older version of something, under a name of its own. @returns its version */
const versionOf = (asked: string): string => /^npm:(?:@[^@]+|[^@]+)@([^@]+)$/.exec(asked)?.[1] ?? asked;

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await read(join(folder, 'package.json'))) as Manifest;
}

async function lockedIn(folder: string): Promise<Readonly<Record<string, Locked>>> {
  const lockfile = JSON.parse(await read(join(folder, 'package-lock.json'))) as { packages: Record<string, Locked> };
  return lockfile.packages;
}

/** The project itself, and what `hoosegow new` copies. */
describe.each(['.', 'inmate-template'])('what is installed in %s', (folder) => {
  it('is named exactly, and the lockfile is of the same mind', async () => {
    const { dependencies, devDependencies, overrides = {} } = await manifestOf(folder);
    const named = { ...dependencies, ...devDependencies, ...overrides };
    expect(Object.keys(named).length).toBeGreaterThan(0);
    expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(versionOf(version)))).toEqual([]);
    const locked = await lockedIn(folder);
    expect(locked['']?.dependencies).toEqual(dependencies);
    expect(locked['']?.devDependencies).toEqual(devDependencies);
    const asked = Object.entries({ ...dependencies, ...devDependencies });
    expect(asked.filter(([name, version]) => locked[`node_modules/${name}`]?.version !== versionOf(version))).toEqual(
      [],
    );
  });

  it('is held by its hash, and comes from no address', async () => {
    const packages = Object.entries(await lockedIn(folder)).filter(([path]) => path !== '');
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(await read(join(folder, 'package-lock.json'))).not.toMatch(/https?:\/\/[^"]*registry/);
  });
});

/** Loaded by dockerode for what the engine does not use; the build puts a stub in their place. */
const STUBBED = ['ssh2', 'cpu-features', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

const NODE: BuildOptions = { platform: 'node', format: 'esm', external: ['vscode', ...STUBBED] };

/** What is shipped, by a bundling of its own: that of the build is what is to be checked. */
const ENTRY_POINTS: readonly BuildOptions[] = [
  { ...NODE, entryPoints: ['src/cli/main.ts', 'src/cli/start.ts', 'src/extension.ts'] },
  { ...NODE, entryPoints: ['src/engine/methods/thread/sourceThread.ts'] },
  // Entries of the library, each in a folder of its own name.
  { ...NODE, entryPoints: Object.values(ENTRIES), outdir: 'dist/library' },
  {
    ...NODE,
    entryPoints: ['src/engine/hosts/process/typescriptLoader.ts', 'src/engine/hosts/process/typescriptRegister.ts'],
  },
  { ...NODE, entryPoints: ['inmate-template/entrypoint/main.ts'] },
  webviewBundle,
];

/** @param path of a package in the lockfile */
function nameOf(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}

async function bundledPackages(): Promise<readonly string[]> {
  const results = await Promise.all(
    ENTRY_POINTS.map((options) =>
      build({ absWorkingDir: ROOT, bundle: true, outdir: 'dist', ...options, write: false, metafile: true }),
    ),
  );
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const packages = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? []);
  return [...new Set(packages)].toSorted();
}

describe('what is shipped', () => {
  let packages: readonly string[];
  let locked: Readonly<Record<string, Locked>>;
  beforeAll(async () => {
    packages = await bundledPackages();
    locked = await lockedIn('.');
  }, 60_000);

  it('is listed with its licence, each package and each version of it', async () => {
    const texts = (await read('dist/THIRD-PARTY-LICENSES.txt')).split(`\n${'-'.repeat(80)}\n\n`);
    const listed = new Map(texts.map((text) => [text.split('\n', 1)[0] ?? '', text]));
    const wrong = packages.filter((path) => {
      const { version = '', license = '' } = locked[path] ?? {};
      const text = listed.get(`${nameOf(path)} ${version}`) ?? '';
      const isKnown = /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|CC-BY-4\.0)$/.test(license);
      return !isKnown || !/licen[cs]e|copyright|permission is hereby granted/i.test(text);
    });
    expect(wrong).toEqual([]);
    expect(packages.map(nameOf)).toEqual(
      expect.arrayContaining([
        '@babel/parser',
        'dockerode',
        'lit',
        '@vscode/codicons',
        '@vscode-elements/elements',
        'ws',
      ]),
    );
  });

  it('needs no install script: neither what is shipped has one, nor does an installation run any', async () => {
    expect(packages.filter((path) => locked[path]?.hasInstallScript)).toEqual([]);
    expect(await read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    // Of Yarn 2 and later the setting.
    const installer = await read('inmate-template/install/main.ts');
    expect(installer.match(/'?--?ignore-scripts|YARN_ENABLE_SCRIPTS: 'false'/g)).toHaveLength(5);
    const hooks = Object.keys((await manifestOf('.')).scripts ?? {}).filter((name) =>
      /install|prepare|^pre|^post/.test(name),
    );
    expect(hooks).toEqual([]);
  });

  it('parses sources in the thread for them, and nowhere else', async () => {
    // A word of the parser's own.
    const bundles = ['cli', 'start', 'engine', ...EXTENSION, 'sourceThread'];
    const texts = await Promise.all(bundles.map((bundle) => read(`dist/${bundle}.cjs`)));
    expect(bundles.filter((_, i) => texts[i]?.includes('MissingClassName'))).toEqual(['sourceThread']);
    expect(await read('.vscodeignore')).toContain('\n!dist/sourceThread.cjs\n');
  });

  it('loads nothing that is not part of it, of Node or of the editor', async () => {
    const library = (await readdir(join(ROOT, 'dist'))).filter((file) => /^(engine|chunk-.*)\.cjs$/.test(file));
    const own = [...library, ...EXTENSION.map((name) => `${name}.cjs`)].map((file) => `./${file}`);
    const given = new Set([...builtinModules.flatMap((name) => [name, `node:${name}`]), 'vscode', ...own]);
    const loaded = await Promise.all(
      ['cli', 'start', 'engine', 'recording', 'otel', ...EXTENSION, 'sourceThread'].map(async (bundle) => {
        const calls = (await read(`dist/${bundle}.cjs`)).matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g);
        return [...calls].map(([, name = '']) => `${bundle}: ${name}`);
      }),
    );
    expect(loaded.filter((calls) => calls.length === 0)).toEqual([]);
    expect(loaded.flat().filter((call) => !given.has(call.replace(/^.*: /, '')))).toEqual([]);
  });
});
