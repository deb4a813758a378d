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
const FORBIDDEN: readonly RegExp[] = [
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

/** The one file that makes markup of what an inmate wrote: for a frame in which nothing runs and nothing is loaded. */
const FRAMING = 'panes/result/inertFrame.ts';
const FRAMES_MAY = [/\b(inner|outer)HTML\b/, /\bDOMParser\b/, /\bsrcdoc\b/].map(String);

describe('sources of the webview', () => {
  it('are found', () => expect(files.length).toBeGreaterThan(30));

  it.each(files)('$name makes text only into text', ({ name, text }) => {
    const allowed = name.replaceAll('\\', '/') === FRAMING ? FRAMES_MAY : [];
    const refused = FORBIDDEN.filter((pattern) => !allowed.includes(String(pattern)));
    expect(refused.filter((pattern) => pattern.test(text))).toEqual([]);
  });

  it('make a frame in one place, which may do nothing', () => {
    const framing = files.filter(({ text }) => text.includes("element('iframe'"));
    expect(framing.map(({ name }) => name.replaceAll('\\', '/'))).toEqual([FRAMING]);
    expect(framing[0]?.text).toContain('sandbox: true,');
    expect(framing[0]?.text).not.toMatch(/allow-|\.sandbox\b/);
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
