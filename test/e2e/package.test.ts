import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageExtension, type PackageReport } from '../support/extension/packageExtension.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAX_BYTES = 1024 * 1024;

/** Everything that goes to users, and nothing else: folders with what may be in them. */
const ALLOWED = [
  /^(package\.json|package\.nls(\.[a-z-]+)?\.json|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE)$/,
  /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^media\/([\w-]+\.png|hoosegow\.svg|walkthrough\/\w+\.(md|png|svg))$/,
  /^media\/sample\.dispatch$/,
  /^dist\/(extension\.cjs|editorShared\.cjs|editorParts\.cjs|engineParts\.cjs|sourceThread\.cjs|typescriptLoader\.mjs|typescriptRegister\.mjs|THIRD-PARTY-LICENSES\.txt)$/,
  /^dist\/webview\/(timeline\.js|terminal\.js|file\.js|timeline\.css|browser\.css|codicon\.ttf)$/,
  /^dist\/inmate-template\/[^/]+$/,
  /^dist\/inmate-template\/types\/node\/index\.d\.ts$/,
  /^dist\/inmate-template\/bin\/(hoosegow|entrypoint\.cjs|install\.cjs)$/,
];

describe('the packaged extension', () => {
  let folder: string;
  let report: PackageReport;
  const paths = () => report.files.map(({ path }) => path);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hoosegow-package-test-'));
    report = await packageExtension(join(folder, 'one.vsix'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is made without a warning, small, and the same every time', async () => {
    expect(report.warnings).toEqual([]);
    expect(report.size).toBeLessThan(MAX_BYTES);
    const again = await packageExtension(join(folder, 'two.vsix'));
    expect(again.sha256).toBe(report.sha256);
  });

  it('holds what its users need and nothing else', () => {
    expect(paths().filter((path) => !ALLOWED.some((allowed) => allowed.test(path)))).toEqual([]);
    expect(ALLOWED.filter((allowed) => !paths().some((path) => allowed.test(path)))).toEqual([]);
  });

  it('holds every file that its manifest, its README and its walkthrough name', async () => {
    // The command and the library are in the package for npm.
    const {
      bin: _bin,
      exports: _exports,
      scripts: _scripts,
      ...manifest
    } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
    const named = [
      ...JSON.stringify(manifest).matchAll(/"(?:\.\/)?((?:media|dist)\/[^"]+\.(?:svg|png|md|cjs|mjs|js|css))"/g),
    ].map(([, path = '']) => path);
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\((?!https:)([^)\s]+)\)/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(5);
    expect([...named, ...pictures].filter((path) => !paths().includes(path))).toEqual([]);
  });

  it('names nothing of this machine', async () => {
    const naming: string[] = [];
    for (const path of paths().filter((each) => /\.(cjs|mjs|js|json|md|css)$/.test(each))) {
      if ((await readFile(join(ROOT, path), 'utf8')).includes(ROOT)) naming.push(path);
    }
    expect(naming).toEqual([]);
  });
});
