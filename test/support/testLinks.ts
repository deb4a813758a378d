import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A link of a document to the test that proves a statement: `[words](test/… 'part of its name')`. */
export interface TestLink {
  readonly path: string;
  /** Words of the test. */
  readonly words: string | undefined;
}

/** Every link of a document, those that lead elsewhere included. */
export function linksIn(markdown: string): readonly TestLink[] {
  const links = markdown.matchAll(/\]\(([^()\s]+)(?:\s+(["'])(.*?)\2)?\)/g);
  return Array.from(links, ([, path = '', , words]) => ({ path, words }));
}

/** @returns the links whose file is not there, or has no test of that name */
export async function brokenLinks(links: readonly TestLink[]): Promise<readonly TestLink[]> {
  const found = await Promise.all(links.map(async (link) => ({ link, there: await holds(link) })));
  return found.filter(({ there }) => !there).map(({ link }) => link);
}

async function holds({ path, words = '' }: TestLink): Promise<boolean> {
  const source = await readFile(join(ROOT, path), 'utf8').catch(() => undefined);
  return source?.includes(words) ?? false;
}
