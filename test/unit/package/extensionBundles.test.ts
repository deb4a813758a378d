import { build, type BuildOptions, type Metafile } from 'esbuild';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionBundle } from '../../../packaging/extension.mjs';

const ROOT = join(import.meta.dirname, '../../..');
/** Bytes that every activation parses. */
const MOST_AT_START = 90_000;
const AT_START = ['extension.cjs', 'editorShared.cjs'];
/** A binding, or a collection, that lives as long as its module. */
const STATE = /^(?:export )?(?:(?:let|var) |const \w+(?:: [^=]+)? = new (?:Map|Set|WeakMap|WeakSet)\b)/m;

interface LintConfig {
  readonly overrides: readonly {
    readonly rules: Readonly<Record<string, readonly [string, { readonly patterns?: readonly Pattern[] }]>>;
  }[];
}

interface Pattern {
  readonly regex?: string;
  readonly message?: string;
}

let folder: string;
let outputs: Metafile['outputs'];
let engineParts: readonly string[];

const modulesOf = (output: Metafile['outputs'][string] | undefined): readonly string[] =>
  Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
const outputOf = (name: string) => Object.entries(outputs).find(([path]) => basename(path) === name)?.[1];
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

/** What the linter lets files that are loaded at the start import by its types alone. */
async function lateSpecifiers(): Promise<RegExp> {
  const { overrides } = JSON.parse(await read('.oxlintrc.json')) as LintConfig;
  const patterns = overrides.flatMap(({ rules }) => rules['no-restricted-imports']?.[1].patterns ?? []);
  const found = new Set(
    patterns.filter(({ message }) => message?.includes('loadEditorParts')).map(({ regex }) => regex),
  );
  const [regex = '$^', ...others] = found;
  expect(others).toEqual([]);
  return new RegExp(regex);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-bundles-'));
  const common: BuildOptions = { absWorkingDir: ROOT, metafile: true };
  const [ofExtension, ofEngine] = await Promise.all([
    build({ ...extensionBundle, ...common, outdir: folder }),
    build({
      ...common,
      entryPoints: ['src/editor/lazy/engineParts.ts'],
      bundle: true,
      platform: 'node',
      packages: 'external',
      write: false,
      logLevel: 'error',
    }),
  ]);
  outputs = ofExtension.metafile?.outputs ?? {};
  engineParts = Object.values(ofEngine.metafile?.outputs ?? {}).flatMap(modulesOf);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the extension', () => {
  it('has three parts beside the engine', async () => {
    expect((await readdir(folder)).toSorted()).toEqual(['editorParts.cjs', ...AT_START.toSorted()].toSorted());
  });

  it('has each module, and with it its state and its classes, in one part only', () => {
    const all = Object.values(outputs).flatMap(modulesOf);
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter((path, index) => all.indexOf(path) !== index)).toEqual([]);
  });

  it('is small where every activation parses it', async () => {
    const sizes = await Promise.all(AT_START.map(async (name) => (await stat(join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_AT_START);
  });

  it('loads the part for first uses only by a call that can fail and be told of', () => {
    for (const name of AT_START) {
      const { imports = [] } = outputOf(name) ?? {};
      const late = imports.filter(({ path }) => /(?:editorParts|engineParts)\.cjs$/.test(path));
      expect(late.filter(({ kind }) => kind !== 'dynamic-import')).toEqual([]);
    }
  });

  it('has what the linter keeps away from the start in the part for first uses', async () => {
    const late = await lateSpecifiers();
    const isLate = (path: string): boolean =>
      !path.startsWith('src/editor/lazy/') && late.test(path.replace(/^src\/editor\//, './'));
    const there = modulesOf(outputOf('editorParts.cjs')).filter(isLate);
    expect(there.length).toBeGreaterThan(60);
    expect(AT_START.flatMap((name) => modulesOf(outputOf(name))).filter(isLate)).toEqual([]);
  });

  it('takes of the engine nothing but what tells of errors', () => {
    const all = Object.values(outputs).flatMap(modulesOf);
    const engine = all.filter((path) => /^src\/(?:engine|recording|wire|timeline|cli)\//.test(path));
    expect(engine.filter((path) => !/^src\/wire\/(?:thrown|msgpack\/brands)\.ts$/.test(path))).toEqual([]);
  });

  it('has a second copy with the engine of nothing that has state, but of the translation that it hands over', async () => {
    const all = new Set(Object.values(outputs).flatMap(modulesOf));
    const twice = engineParts.filter((path) => all.has(path));
    expect(twice.length).toBeGreaterThan(5);
    const texts = await Promise.all(twice.map(async (path) => [path, await read(path)] as const));
    expect(texts.filter(([, text]) => STATE.test(text)).map(([path]) => path)).toEqual(['src/editor/text/l10n.ts']);
    // Only what the same part has made is asked for its class: what comes from elsewhere is known by its name.
    const classes = texts.flatMap(([, text]) => text.match(/^export (?:abstract )?class \w+/gm) ?? []);
    expect(classes).toEqual(['export class UserError']);
  });
});
