import { chmod, cp, mkdir, mkdtemp, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';

/** Files beside the project's own: a small folder on a local disk is looked at at once, a large one meanwhile. */
const FOLDERS: Readonly<Record<string, number>> = { small: 0, large: 250 };
/** Milliseconds after which a change of a file shows by its times. */
const GRAIN = 2100;

/** What a folder may meet, by what it is called here. */
const CHANGES: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  'a new file': (folder) => writeFile(join(folder, 'lib/new.js'), ''),
  'a new folder': (folder) => mkdir(join(folder, 'lib/more')),
  'a file that went': (folder) => rm(join(folder, 'lib/part.js')),
  'a file that became executable': (folder) => chmod(join(folder, 'inmate.js'), 0o755),
  'a link that leads elsewhere': async (folder) => {
    await rm(join(folder, 'link.js'));
    await symlink('inmate.js', join(folder, 'link.js'));
  },
  'a folder that went': (folder) => rm(folder, { recursive: true }),
  'another folder in its place': async (folder) => {
    await rename(folder, `${folder} before`);
    await symlink(`${folder} before`, folder);
  },
  'other code of the same length, with the time set back': (folder) => replace(join(folder, 'inmate.js')),
  'other rules of the same length, with the time set back': (folder) => replace(join(folder, '.dockerignore')),
};

let base: string;
beforeAll(async () => {
  const start = Date.now();
  base = await mkdtemp(join(tmpdir(), 'hoosegow-snapshot-'));
  await makeProject(join(base, 'small/project'));
  for (const [size, files] of Object.entries(FOLDERS)) {
    await copy('small/project', `${size}/project`);
    for (let i = 0; i < files; i++) await writeFile(join(base, size, `project/${i}.txt`), '');
    for (const name of Object.keys(CHANGES)) await copy(`${size}/project`, join(size, name));
  }
  await copy('small/project', 'linked rules');
  await rename(join(base, 'linked rules/.dockerignore'), join(base, 'linked rules/rules'));
  await symlink('rules', join(base, 'linked rules/.dockerignore'));
  // However long the copies have taken: by this clock the files are new.
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const fresh = await readBuildContext(join(base, 'small/project'));
  vi.useRealTimers();
  expect(fresh.snapshot, 'what has just been written may be written again unseen').toBeUndefined();
  await pause(GRAIN);
});
afterAll(() => rm(base, { recursive: true }));

async function copy(from: string, to: string): Promise<void> {
  if (from === to) return;
  await cp(join(base, from), join(base, to), { recursive: true, verbatimSymlinks: true });
}

async function makeProject(folder: string): Promise<void> {
  await mkdir(join(folder, 'lib/empty'), { recursive: true });
  await mkdir(join(folder, 'node_modules/left-out'), { recursive: true });
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(folder, '.dockerignore'), 'node_modules\n');
  await writeFile(join(folder, 'inmate.js'), 'export const f = () => 1;\n');
  await writeFile(join(folder, 'lib/part.js'), 'export const part = 1;\n');
  await symlink('lib/part.js', join(folder, 'link.js'));
}

async function replace(file: string): Promise<void> {
  const { atime, mtime, size } = await stat(file);
  await writeFile(file, 'x'.repeat(size));
  await utimes(file, atime, mtime);
}

describe.each(Object.keys(FOLDERS))('of a %s folder', (size) => {
  it('holds while nothing has changed, also where only something that is left out has', async () => {
    const folder = join(base, size, 'project');
    const { snapshot } = await readBuildContext(folder);
    expect(await snapshot?.holds()).toBe(true);
    await writeFile(join(folder, 'node_modules/left-out/index.js'), '');
    expect(await snapshot?.holds()).toBe(true);
  });

  it.each(Object.entries(CHANGES))('does not hold any more after %s', async (name, change) => {
    const folder = join(base, size, name);
    const { snapshot } = await readBuildContext(folder);
    expect(await snapshot?.holds()).toBe(true);
    await change(folder);
    expect(await snapshot?.holds()).toBe(false);
  });
});

it('is not taken where the rules stand behind a link, whose end it would not see', async () => {
  expect((await readBuildContext(join(base, 'linked rules'))).snapshot).toBeUndefined();
});
