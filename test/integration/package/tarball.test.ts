import { createPackageFromTarballData, checkPackage } from '@arethetypeswrong/core';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedPackage } from '../../support/installedPackage.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MEGABYTE = 1_000_000;

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly types: string;
  readonly exports: unknown;
}

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Files below a folder, the changing part of the chunks' names left out. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return sorted(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  );
}

function sorted(files: readonly string[]): readonly string[] {
  const named = files.map((file) => file.replaceAll('\\', '/').replace(/chunk-[A-Z0-9]{8}/, 'chunk'));
  return [...new Set(named)].toSorted();
}

const LIBRARY = ['engine', 'recording', 'otel'].flatMap((name) => [
  ...['cjs', 'cjs.map', 'd.cts', 'd.mts', 'mjs'].map((kind) => `dist/${name}.${kind}`),
  ...['mjs', 'mjs.map'].map((kind) => `dist/esm/${name}.${kind}`),
]);

/** Whatever there is for people to read. */
const DOCS = readdirSync(join(ROOT, 'docs'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, 'docs').length + 1));

const FILES = [
  ...LIBRARY,
  ...['chunk.cjs', 'chunk.cjs.map', 'esm/chunk.mjs', 'esm/chunk.mjs.map'].map((file) => `dist/${file}`),
  ...['cli.cjs', 'sourceThread.cjs', 'typescriptLoader.mjs', 'typescriptRegister.mjs', 'THIRD-PARTY-LICENSES.txt'].map(
    (f) => `dist/${f}`,
  ),
  ...['browser.css', 'codicon.ttf', 'file.js', 'terminal.js', 'timeline.css', 'timeline.js'].map(
    (file) => `dist/webview/${file}`,
  ),
  ...['entrypoint.cjs', 'hoosegow', 'install.cjs'].map((file) => `dist/inmate-template/bin/${file}`),
  ...[
    '.dockerignore',
    '.gitattributes',
    'Dockerfile',
    'README.md',
    'inmate.ts',
    'package-lock.json',
    'package.json',
    'render.ts',
    'tsconfig.json',
    'types/node/index.d.ts',
  ].map((file) => `dist/inmate-template/${file}`),
  ...DOCS.map((file) => `docs/${file}`),
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'package.json',
];

let project: Awaited<ReturnType<typeof installedPackage>>;
let installed: string;
beforeAll(async () => {
  project = await installedPackage();
  installed = join(project.folder, 'node_modules/hoosegow-inspector');
}, 120_000);
afterAll(async () => project.remove());

describe('the npm package', () => {
  it('holds these files and no others, in less than 3 MB', async () => {
    expect(await filesIn(installed)).toEqual(FILES.toSorted());
    expect((await stat(project.tarball)).size).toBeLessThan(3 * MEGABYTE);
  });

  it('installs nothing beside itself, and runs no script', async () => {
    const modules = await readdir(join(project.folder, 'node_modules'));
    expect(modules.filter((name) => !name.startsWith('.'))).toEqual(['hoosegow-inspector']);
    const manifest = await manifestIn(installed);
    for (const field of ['dependencies', 'optionalDependencies', 'peerDependencies', 'scripts', 'contributes']) {
      expect(manifest).not.toHaveProperty(field);
    }
  });

  it('is the engine for whoever reads no exports', async () => {
    const { main, types } = await manifestIn(installed);
    expect({ main, types }).toEqual({ main: './dist/engine.cjs', types: './dist/engine.d.cts' });
  });

  it('has entries that the project’s own manifest has as well', async () => {
    expect((await manifestIn(installed)).exports).toEqual((await manifestIn(ROOT)).exports);
  });

  it('has the same files where npm packs the project as it is', async () => {
    const shell = process.platform === 'win32';
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--offline'], {
      cwd: ROOT,
      shell,
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
    expect(sorted(files.map(({ path }) => path))).toEqual(FILES.toSorted());
  });

  it('is sound for publint', async () => {
    expect((await publint({ pkgDir: installed, pack: false, strict: true })).messages).toEqual([]);
  });

  it('has right types for every way to resolve it', async () => {
    const pkg = createPackageFromTarballData(new Uint8Array(await readFile(project.tarball)));
    const analysis = await checkPackage(pkg);
    expect(analysis.types).not.toBe(false);
    expect('problems' in analysis ? analysis.problems : []).toEqual([]);
  });
});
