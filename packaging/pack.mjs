/**
 * `npm run pack`: makes `hoosegow-inspector-VERSION.tgz`, what users install: the files that `.npmignore` lets through, with a
 * manifest that is about the library and the command alone, and without any dependency.
 *
 * @param process.argv[2] folder for it; the project's by default
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { manifestOf } from './manifest.mjs';

const root = dirname(import.meta.dirname);
const target = resolve(process.argv[2] ?? root);
const run = promisify(execFile);

async function npmPack(folder, ...more) {
  const shell = process.platform === 'win32';
  const { stdout } = await run('npm', ['pack', '--json', '--offline', ...more], {
    cwd: folder,
    shell,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout)[0];
}

const stage = await mkdtemp(join(tmpdir(), 'hoosegow-pack-'));
try {
  const { files } = await npmPack(root, '--dry-run');
  for (const { path } of files) {
    const copy = join(stage, path);
    await mkdir(dirname(copy), { recursive: true });
    await cp(join(root, path), copy);
  }
  const manifest = manifestOf(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await writeFile(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await mkdir(target, { recursive: true });
  const { filename, size, unpackedSize, entryCount } = await npmPack(stage, '--pack-destination', target);
  const kb = (bytes) => `${Math.round(bytes / 1000)} kB`;
  console.log(`${join(target, filename)}: ${kb(size)}, ${entryCount} files of ${kb(unpackedSize)}`);
} finally {
  await rm(stage, { recursive: true, force: true });
}
