import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../../webview/texts.ts';

const folder = join(import.meta.dirname, '../../../webview');
const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|css|mjs)$/.test(name));
const files = await Promise.all(
  names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
);

/** Ways to turn text into markup or code, or to write what a content security policy refuses. */
const FORBIDDEN = [
  /\b(inner|outer)HTML\b/,
  /\binsertAdjacentHTML\b/,
  /\bdocument\.write/,
  /\bDOMParser\b/,
  /\bsetHTMLUnsafe\b|\bparseHTMLUnsafe\b|\bcreateContextualFragment\b/,
  /\beval\(/,
  /\bnew Function\b/,
  /\bsrcdoc\b/,
  /\bstyle: ['"`]|setAttribute\([^)]*['"`]style/,
  /\bcssText\b/,
  /javascript:/,
];

describe('sources of the webview', () => {
  it('are found', () => expect(files.length).toBeGreaterThan(30));

  it.each(files)('$name makes text only into text', ({ text }) => {
    for (const pattern of FORBIDDEN) expect(text).not.toMatch(pattern);
  });

  it.each(files.filter(({ name }) => name.endsWith('.css')))('$name loads nothing from elsewhere', ({ text }) => {
    expect(text).not.toMatch(/url\(|https?:/);
  });

  it('use every text that there is to translate', () => {
    const code = files
      .filter(({ name }) => name !== 'texts.ts')
      .map(({ text }) => text)
      .join('\n');
    const unused = Object.keys(TEXTS).filter((key) => !new RegExp(`['"]${key}['"]`).test(code));
    expect(unused).toEqual([]);
  });
});
