import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { copyProject, SOURCES } from '../../support/copyProject.ts';

const BUNDLES = [
  'cli.cjs',
  'extension.cjs',
  'editorShared.cjs',
  'editorParts.cjs',
  'engineParts.cjs',
  'sourceThread.cjs',
];

const run = promisify(execFile);

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
    await copyProject(place, SOURCES);
    await run(process.execPath, ['esbuild.config.mjs'], { cwd: place });
    built.push(await hashes(join(place, 'dist')));
  }
  expect(Object.keys(built[0] ?? {})).toEqual(expect.arrayContaining(BUNDLES));
  expect(built[1]).toEqual(built[0]);
});
