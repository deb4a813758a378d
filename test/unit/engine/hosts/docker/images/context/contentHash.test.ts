import { chmod, mkdir, mkdtemp, realpath, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { contentHash, imageNameOf } from '../../../../../../../src/engine/hosts/docker/images/context/contentHash.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'content-'));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

const FILES = { Dockerfile: 'FROM scratch\n', 'inmate.ts': 'export {};\n', 'lib/deep/a.txt': 'a' };

async function project(name: string, files: Record<string, string> = FILES): Promise<string> {
  const root = join(base, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const hashOf = async (root: string, args = {}) => contentHash(await readBuildContext(root), args);
const pathsOf = async (root: string) => (await readBuildContext(root)).entries.map(({ path }) => path);

describe('the content hash', () => {
  it('does not know times, places or the order in which files were made', async () => {
    const one = await project('one');
    const other = await project('elsewhere/other', Object.fromEntries(Object.entries(FILES).toReversed()));
    await utimes(join(other, 'inmate.ts'), 1, 1);
    await chmod(join(other, 'inmate.ts'), 0o600);
    expect(await hashOf(other)).toBe(await hashOf(one));
    expect(imageNameOf(await hashOf(one))).toMatch(/^hoosegow:[0-9a-f]{64}$/);
    const link = join(base, 'link');
    await symlink(one, link);
    expect(await hashOf(link)).toBe(await hashOf(one));
  });

  it.each<[string, (root: string) => Promise<void>]>([
    ['a byte', (root) => writeFile(join(root, 'inmate.ts'), 'export {};\r')],
    ['a name', (root) => rename(join(root, 'inmate.ts'), join(root, 'inmate.mts'))],
    ['the executable bit', (root) => chmod(join(root, 'inmate.ts'), 0o755)],
    ['a new file', (root) => writeFile(join(root, 'new'), '')],
    ['a new folder', (root) => mkdir(join(root, 'new')).then(() => undefined)],
    ['a new link', (root) => symlink('inmate.ts', join(root, 'link'))],
    ['the Dockerfile', (root) => writeFile(join(root, 'Dockerfile'), 'FROM other\n')],
  ])('changes with %s', async (_what, change) => {
    const root = await project('one');
    const before = await hashOf(root);
    await change(root);
    expect(await hashOf(root)).not.toBe(before);
  });

  it('changes with where a link leads, and not with what is there', async () => {
    const root = await project('one');
    await symlink('../outside', join(root, 'link'));
    const dangling = await hashOf(root);
    await writeFile(join(base, 'outside'), 'secret');
    expect(await hashOf(root)).toBe(dangling);
    await rm(join(root, 'link'));
    await symlink('../outsid', join(root, 'link'));
    expect(await hashOf(root)).not.toBe(dangling);
  });

  it('changes with the build arguments, in whatever order', async () => {
    const root = await project('one');
    expect(await hashOf(root, { BASE_IMAGE: 'a' })).not.toBe(await hashOf(root));
    expect(await hashOf(root, { BASE_IMAGE: 'a' })).not.toBe(await hashOf(root, { BASE_IMAGE: 'b' }));
    expect(await hashOf(root, { A: '1', B: '2' })).toBe(await hashOf(root, { B: '2', A: '1' }));
  });
});

describe('the build context', () => {
  it('is sorted, holds links as links, and leaves out what is not a file', async () => {
    const root = await project('one');
    await symlink('/etc', join(root, 'etc'));
    expect(await readBuildContext(root)).toMatchObject({
      root: await realpath(root),
      entries: [
        { type: 'file', path: 'Dockerfile', size: 13, executable: false },
        { type: 'symlink', path: 'etc', target: '/etc' },
        { type: 'file', path: 'inmate.ts' },
        { type: 'directory', path: 'lib' },
        { type: 'directory', path: 'lib/deep' },
        { type: 'file', path: 'lib/deep/a.txt' },
      ],
    });
  });

  it.each<[string, string[]]>([
    ['node_modules\n*.log\n', ['a.log', 'node_modules', 'node_modules/x', 'node_modules/x/y.ts']],
    ['**/*.ts', ['inmate.ts', 'node_modules/x/y.ts']],
    ['\uFEFFa.log', ['a.log']],
    ['# a.log\n  a.log  ', ['a.log']],
    ['node_modules\n!node_modules/x/y.ts', []],
    ['node_modules\n!node_modules/*/y.ts', []],
    ['node_modules\n!**/z.ts', ['node_modules', 'node_modules/x', 'node_modules/x/y.ts']],
    ['*', ['a.log', 'inmate.ts', 'node_modules', 'node_modules/x', 'node_modules/x/y.ts']],
    ['*\n!inmate.ts', ['a.log', 'node_modules', 'node_modules/x', 'node_modules/x/y.ts']],
    ['Dockerfile\n.dockerignore', []],
  ])('honours .dockerignore %j', async (rules, left) => {
    const files = { Dockerfile: '', 'a.log': '', 'inmate.ts': '', 'node_modules/x/y.ts': '' };
    const root = await project('one', { ...files, '.dockerignore': rules });
    const all = [
      '.dockerignore',
      'Dockerfile',
      'a.log',
      'inmate.ts',
      'node_modules',
      'node_modules/x',
      'node_modules/x/y.ts',
    ];
    expect(await pathsOf(root)).toEqual(all.filter((path) => !left.includes(path)));
  });

  it('says what is wrong with a folder', async () => {
    await expect(readBuildContext(join(base, 'none'))).rejects.toThrow(UsageError);
    await expect(readBuildContext(join(base, 'none'))).rejects.toThrow(/there is no folder .*none/);
    // By these an editor knows which folder can be made an inmate.
    const told = {
      name: 'NoDockerfileError',
      inmateDir: base,
      message: expect.stringMatching(/has no Dockerfile/) as string,
    };
    await expect(readBuildContext(base)).rejects.toMatchObject(told);
  });
});
