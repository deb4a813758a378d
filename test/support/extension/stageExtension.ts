import { listFiles, PackageManager } from '@vscode/vsce';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** Parts of the manifest that only this repository needs; some name files that the extension does not have. */
const OF_THE_REPOSITORY = ['bin', 'dependencies', 'devDependencies', 'exports', 'overrides', 'scripts'];

/**
 * Copies the built extension into a folder: exactly the files that its users get, as they get them.
 *
 * @returns their paths within it
 */
export async function stageExtension(folder: string): Promise<readonly string[]> {
  const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(ROOT, file), join(folder, file));
  }
  const manifest = Object.entries(readManifest(await readFile(join(ROOT, 'package.json'), 'utf8'))).filter(
    ([key]) => !OF_THE_REPOSITORY.includes(key),
  );
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(Object.fromEntries(manifest), undefined, 2)}\n`);
  return files;
}

function readManifest(text: string): object {
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest !== 'object' || manifest === null) throw new TypeError('package.json holds no object');
  return manifest;
}
