import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenLinks, linksIn } from '../../support/testLinks.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = 'ARCHITECTURE.md';
const READMES = ['src', 'webview', 'inmate-template/entrypoint'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|[\\/])README\.md$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);
const FOLDERS = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/${name}`);

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read(PAGE);

/** What stands between the heading and the next one of its kind. */
function section(heading: string): string {
  const text = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
  if (text === undefined) throw new Error(`no section ${heading}`);
  return text;
}

/** Paths of this repository, wherever they stand: in words, in code, in a drawing. */
const FROM_ROOT = /(?<![\w/.@-])(?:src|webview|inmate-template|test|docs|packaging|l10n)\/[\w./-]*[\w/]/g;
/** A file or a folder between backticks, as it is called in its own folder. */
const IN_CODE = /`(\.?[\w-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|mts|mjs|json|md|css)))`/g;

function pathsIn(markdown: string): readonly string[] {
  const inCode = Array.from(markdown.matchAll(IN_CODE), ([, path = '']) => path);
  return [...new Set([...Array.from(markdown.matchAll(FROM_ROOT), ([path]) => path), ...inCode])];
}

const isThere = (path: string, folder: string): boolean =>
  [join(ROOT, folder, path), join(ROOT, path)].some((file) => existsSync(file));

describe.each([PAGE, ...READMES])('%s', (document) => {
  const text = read(document);

  it('names only files and folders that there are', () => {
    const named = pathsIn(text);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !isThere(path, dirname(document)))).toEqual([]);
  });

  it('leads to tests that there are', async () => {
    const links = linksIn(text).filter(({ path }) => !/^(?:[a-z]+:|#)/.test(path));
    const fromRoot = links.map((link) => ({ ...link, path: join(dirname(document), link.path).replaceAll('\\', '/') }));
    expect(await brokenLinks(fromRoot)).toEqual([]);
  });
});

describe('the README of a folder', () => {
  it('is there for every part of the sources', () => {
    const wanted = [...FOLDERS, 'webview', 'inmate-template/entrypoint'].map((folder) => `${folder}/README.md`);
    expect(wanted.filter((path) => !READMES.includes(path))).toEqual([]);
  });

  it.each(['src/editor'])('of %s has each folder in it', (folder) => {
    const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
    const parts = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const text = read(`${folder}/README.md`);
    expect(parts.filter((part) => !text.includes(`\`${part}/`))).toEqual([]);
  });

  it.each(READMES)('%s has at most ten lines', (path) => {
    expect(read(path).trimEnd().split('\n').length).toBeLessThanOrEqual(10);
  });
});

describe('ARCHITECTURE.md', () => {
  it('has every folder in its table, and every invariant with a test', () => {
    const table = section('The folders');
    expect([...FOLDERS, 'webview', 'inmate-template'].filter((path) => !table.includes(`| \`${path}/\``))).toEqual([]);
    const invariants = section('What always holds').split(/\n- /).slice(1);
    expect(invariants.length).toBeGreaterThan(10);
    expect(invariants.filter((invariant) => !invariant.includes('](test/'))).toEqual([]);
  });

  it('says in each recipe what tells that a step was forgotten', () => {
    const recipes = section('Recipes').split('\n### ').slice(1);
    expect(recipes.length).toBeGreaterThan(0);
    expect(recipes.filter((recipe) => !/^1\. /m.test(recipe) || !recipe.includes('](test/'))).toEqual([]);
  });
});
