import { cp, link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What the bundles are built from. */
export const SOURCES = [
  'esbuild.config.mjs',
  'packaging',
  'package.json',
  'tsconfig.json',
  'src',
  'webview',
  'inmate-template',
];

/**
 * Copies parts of this project, and its packages as they are: esbuild would follow a link to the place where they really are.
 */
export async function copyProject(target: string, parts: readonly string[]): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const part of parts) await cp(join(ROOT, part), join(target, part), { recursive: true });
  await linkTree(join(ROOT, 'node_modules'), join(target, 'node_modules'));
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    // Copied if the folder for temporary files is on another disk.
    else await link(source, target).catch(async () => cp(source, target));
  }
}
