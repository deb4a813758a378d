import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

interface Link {
  readonly path: string;
  /** Words of the test that holds the promise. */
  readonly words: string | undefined;
}

const text = await readFile(join(ROOT, 'SECURITY.md'), 'utf8');
const links = [...text.matchAll(/\]\(([^()\s]+)(?:\s+(["'])(.*?)\2)?\)/g)].map(([, path = '', , words]): Link => ({
  path,
  words,
}));

/** Whether a file has a test of that name, with line ends and spaces as they may. */
async function holds({ path, words = '' }: Link): Promise<boolean> {
  const source = await readFile(join(ROOT, path), 'utf8').catch(() => undefined);
  return source?.includes(words) ?? false;
}

it('every promise of SECURITY.md leads to a test that is there', async () => {
  const found = await Promise.all(links.map(async (link) => ({ ...link, there: await holds(link) })));
  expect(found.filter(({ there }) => !there)).toEqual([]);
  expect(found.filter(({ path }) => !path.startsWith('test/'))).toEqual([]);
});

it('every promise of SECURITY.md has such a link', () => {
  const promises = text.split('\n## Promises')[1]?.split('\n## ')[0]?.split(/\n- /).slice(1) ?? [];
  expect(promises.length).toBeGreaterThan(20);
  const bare = promises.filter((promise) => !promise.includes('](test/'));
  // What nothing could hold: that something is never done.
  expect(bare.map((promise) => promise.slice(0, 34))).toEqual(['Nothing is ever sent anywhere: the']);
});
