import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const withoutCode = (markdown: string): string => markdown.replaceAll(/^```[^]*?^```$/gm, '');

/** As GitHub names them. */
function anchorsOf(markdown: string): readonly string[] {
  const headings = Array.from(withoutCode(markdown).matchAll(/^#+ (.+)$/gm), ([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function isThere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  return existsSync(join(ROOT, file)) && (anchor === undefined || anchorsOf(read(file)).includes(anchor));
}

it.each(PAGES)('%s leads to files and headings that there are', (page) => {
  const targets = Array.from(withoutCode(read(page)).matchAll(/\]\(([^()\s]+)\)/g), ([, target = '']) => target);
  const own = targets.filter((target) => !/^[a-z]+:/.test(target));
  expect(own.filter((target) => !isThere(page, target))).toEqual([]);
});

it('the README leads to every document', () => {
  const text = read('README.md');
  expect(PAGES.filter((page) => page !== 'README.md' && !text.includes(`](${page})`))).toEqual([]);
});
