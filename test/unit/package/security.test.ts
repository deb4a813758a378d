import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { brokenLinks, linksIn } from '../../support/testLinks.ts';

const text = await readFile(join(import.meta.dirname, '../../..', 'SECURITY.md'), 'utf8');
const links = linksIn(text);

it('every promise of SECURITY.md leads to a test that is there', async () => {
  expect(await brokenLinks(links)).toEqual([]);
  expect(links.filter(({ path }) => !path.startsWith('test/'))).toEqual([]);
});

it('every promise of SECURITY.md has such a link', () => {
  const promises = text.split('\n## Promises')[1]?.split('\n## ')[0]?.split(/\n- /).slice(1) ?? [];
  expect(promises.length).toBeGreaterThan(20);
  const bare = promises.filter((promise) => !promise.includes('](test/'));
  // What nothing could hold: that something is never done.
  expect(bare.map((promise) => promise.slice(0, 34))).toEqual(['Nothing is ever sent anywhere: the']);
});
