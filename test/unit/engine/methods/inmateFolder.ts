import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

export type Files = Readonly<Record<string, string>>;

const folders: string[] = [];

/** Makes a folder of files for one test. @returns its absolute path */
export async function inmateFolder(files: Files): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-source-'));
  folders.push(dir);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
    await writeFile(path.join(dir, name), text);
  }
  return dir;
}

/** Has the folders of each test removed after it. */
export function removeFolders(): void {
  afterEach(async () => {
    await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
  });
}
