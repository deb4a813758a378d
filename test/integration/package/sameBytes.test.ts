import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const PARTS = ['esbuild.config.mjs', 'packaging', 'package.json', 'tsconfig.json', 'src', 'webview', 'inmate-template'];

const run = promisify(execFile);

/** Copies the sources, and the packages as they are: esbuild would follow a link to the place where they really are. */
async function copyProject(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const part of PARTS) await cp(join(ROOT, part), join(target, part), { recursive: true });
  await linkTree(join(ROOT, 'node_modules'), join(target, 'node_modules'));
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    // The other disk, if the folder for temporary files is on one.
    else await link(source, target).catch(async () => cp(source, target));
  }
}

/** SHA-256 by path. */
async function hashes(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const hashed = files.map(async ({ parentPath, name }): Promise<[string, string]> => {
    const path = join(parentPath, name);
    return [
      relative(folder, path),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ];
  });
  return Object.fromEntries(await Promise.all(hashed));
}

it('building twice, in two places, gives the same bytes', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-build-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const places = [join(folder, 'here'), join(folder, 'a place', 'with a longer name')];
  const built = [];
  for (const place of places) {
    await copyProject(place);
    await run(process.execPath, ['esbuild.config.mjs'], { cwd: place });
    built.push(await hashes(join(place, 'dist')));
  }
  expect(Object.keys(built[0] ?? {})).toEqual(
    expect.arrayContaining(['cli.cjs', 'extension.cjs', 'engineParts.cjs', 'sourceThread.cjs']),
  );
  expect(built[1]).toEqual(built[0]);
});
