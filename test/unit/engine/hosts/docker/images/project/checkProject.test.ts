import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectError } from '../../../../../../../src/engine/errors/errors.ts';
import { checkProject } from '../../../../../../../src/engine/hosts/docker/images/project/checkProject.ts';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';

const OLD = 'FROM x\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev \\\n  && true\nCOPY . .\n';
const NEW = 'FROM x\nCOPY bin/install.cjs package.jso[n] .npmr[c] ./\nRUN node install.cjs\nCOPY . .\n';
const LOCK = '{"packages":{}}';

let base: string;
let root: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'hoosegow-check-'));
  root = join(base, 'project');
});
afterEach(() => rm(base, { recursive: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const check = async () => checkProject(await readBuildContext(root));
const PLAIN = { Dockerfile: NEW, 'bin/install.cjs': '', 'package.json': '{}' };
const manifest = (dependencies: object, more = {}) => JSON.stringify({ dependencies, ...more }, null, 2);

describe('before a build', () => {
  it('nothing is said of a project that is right', async () => {
    await put({
      ...PLAIN,
      'package.json': manifest({ a: '1', b: 'npm:c@2', d: 'git+https://x/y' }),
      'package-lock.json': LOCK,
    });
    expect(await check()).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'dependencies without a lock',
      { ...PLAIN, 'package.json': '{\n  "dependencies": { "a": "1" }\n}' },
      /^package\.json:2 has dependencies, and no lock file says which versions: run "npm install --package-lock-only"/,
    ],
    [
      'a lock of Bun alone',
      { ...PLAIN, 'package.json': manifest({ a: '1' }), 'bun.lock': '' },
      /bun\.lock is a lock of Bun/,
    ],
    [
      'a Dockerfile that knows npm’s lock alone',
      { Dockerfile: OLD, 'package.json': manifest({ a: '1' }), 'pnpm-lock.yaml': '' },
      /^Dockerfile:2 wants package-lock\.json, which the folder does not have: the Dockerfile of a new project/,
    ],
    [
      'a file that is copied and not there',
      { ...PLAIN, Dockerfile: 'FROM x\nCOPY ./conf/a.json /\n' },
      /^Dockerfile:2 copies conf\/a\.json, which is not in /,
    ],
    ['one as JSON', { ...PLAIN, Dockerfile: 'FROM x\nADD ["a b", "/x/"]\n' }, /^Dockerfile:2 copies a b, which/],
    [
      'a file that is copied and kept out',
      { ...PLAIN, Dockerfile: 'FROM x\nCOPY a.log /\n', 'a.log': '', '.dockerignore': '*.log' },
      /^Dockerfile:2 copies a\.log, which is kept out by \.dockerignore/,
    ],
    [
      'a secret that is copied',
      { ...PLAIN, Dockerfile: 'FROM x\nCOPY .env /\n', '.env': '' },
      /^Dockerfile:2 copies \.env, which is kept out as a secret \(a line "!\.env" in \.dockerignore names it\)/,
    ],
    [
      'a dependency outside',
      { ...PLAIN, 'package.json': manifest({ b: '1', shared: 'file:../shared' }), 'package-lock.json': LOCK },
      /^package\.json:4: shared is file:\.\.\/shared, outside of the folder.*npm pack \.\.\/shared/,
    ],
    [
      'one by link:',
      { ...PLAIN, 'package.json': manifest({ s: 'link:/opt/s' }), 'pnpm-lock.yaml': '' },
      /s is link:\/opt\/s, outside/,
    ],
    [
      'one by portal:',
      { ...PLAIN, 'package.json': manifest({ s: 'portal:../s' }), 'yarn.lock': '' },
      /s is portal:\.\.\/s, outside/,
    ],
    [
      'one by a bare path',
      { ...PLAIN, 'package.json': manifest({ s: '../../s' }), 'package-lock.json': LOCK },
      /s is \.\.\/\.\.\/s, outside/,
    ],
    [
      'one at home',
      { ...PLAIN, 'package.json': manifest({ s: 'file:~/s' }), 'package-lock.json': LOCK },
      /s is file:~\/s, outside/,
    ],
    [
      'one in the lock',
      {
        ...PLAIN,
        'package.json': manifest({}),
        'package-lock.json': '{\n"packages":{\n"../shared":{}\n}}',
      },
      /^package-lock\.json:3: \.\.\/shared is \.\.\/shared, outside/,
    ],
    [
      'one that is not there',
      { ...PLAIN, 'package.json': manifest({ s: 'file:lib/s' }), 'package-lock.json': LOCK },
      /s is file:lib\/s, which is not there$/,
    ],
    [
      'one that is kept out',
      {
        ...PLAIN,
        'package.json': manifest({ s: 'file:lib/s' }),
        'package-lock.json': LOCK,
        'lib/s/package.json': '',
        '.dockerignore': 'lib',
      },
      /which is not there \(\.dockerignore keeps it out\)/,
    ],
    [
      'an archive that is copied too late',
      { ...PLAIN, 'package.json': manifest({ s: 'file:vendor/s.tgz' }), 'package-lock.json': LOCK, 'vendor/s.tgz': '' },
      /^package\.json:3: s is file:vendor\/s\.tgz, which is not copied before it is installed: add the line "COPY vendor \.\/vendor" above line 3/,
    ],
    [
      'workspaces that are copied too late',
      {
        ...PLAIN,
        'package.json': manifest({ b: '1' }, { workspaces: ['packages/*'] }),
        'package-lock.json': LOCK,
        'packages/b/package.json': '',
      },
      /the workspace is packages\/\*, which is not copied.*"COPY packages \.\/packages"/,
    ],
    [
      'workspaces of pnpm that are copied too late',
      {
        ...PLAIN,
        'package.json': manifest({ b: 'workspace:*' }),
        'pnpm-lock.yaml': '',
        'pnpm-workspace.yaml': "packages:\n  - 'libs/**'\n",
        'libs/b/package.json': '',
      },
      /^pnpm-workspace\.yaml:2: the workspace is libs\/\*\*, which is not copied/,
    ],
    [
      'a patch of pnpm that is copied too late',
      {
        ...PLAIN,
        'pnpm-lock.yaml': 'patchedDependencies:\n  a@1:\n    hash: x\n    path: patches/a@1.patch\n',
        'patches/a@1.patch': '',
      },
      /^pnpm-lock\.yaml:4: a patch is patches\/a@1\.patch, which is not copied/,
    ],
    [
      'a patch of Yarn that is copied too late',
      {
        ...PLAIN,
        'yarn.lock': '"a@patch:a@npm%3A1#~/.yarn/patches/a-npm-1-ab.patch":\n  version: 1\n',
        '.yarn/patches/a-npm-1-ab.patch': '',
      },
      /^yarn\.lock:1: a patch is \.yarn\/patches\/a-npm-1-ab\.patch, which is not copied.*"COPY \.yarn \.\/\.yarn"/,
    ],
  ])('%s: it is told, with its place', async (_what, files, message) => {
    await put(files);
    await expect(check()).rejects.toThrow(ProjectError);
    await expect(check()).rejects.toThrow(message);
  });

  it.each<[string, Record<string, string>]>([
    [
      'what is copied in time',
      {
        ...PLAIN,
        Dockerfile: `FROM x\nCOPY vendor/ ./vendor/\nRUN npm ci\n`,
        'package.json': manifest({ s: 'file:./vendor/s.tgz' }),
        'package-lock.json': LOCK,
        'vendor/s.tgz': '',
      },
    ],
    [
      'a folder that npm links to',
      { ...PLAIN, 'package.json': manifest({ s: 'file:./lib' }), 'package-lock.json': LOCK, 'lib/package.json': '' },
    ],
    [
      'what only the builder can know',
      {
        ...PLAIN,
        Dockerfile: 'FROM x\nARG A=b\nCOPY $A *.x [y]z /\nCOPY --from=o /p /q\nADD https://x/y git@h:r /\nCOPY . /\n',
      },
    ],
    ['a Dockerfile that installs nothing', { Dockerfile: 'FROM x\nCOPY . /\n', 'package.json': manifest({ a: '1' }) }],
    [
      'what is for development',
      { ...PLAIN, 'package.json': JSON.stringify({ devDependencies: { s: 'file:../s' } }), 'package-lock.json': LOCK },
    ],
  ])('nothing is said of %s', async (_what, files) => {
    await put(files);
    expect(await check()).toEqual([]);
  });

  it.each([
    ['../shared', /the link shared leads out of the folder \(\.\.\/shared\).*list shared in \.dockerignore/],
    ['BASE/shared', /the link shared leads out of the folder/],
    ['BASE/project/bin', /leads to a place that only this machine has/],
  ])('a link to %s is told', async (target, message) => {
    await put(PLAIN);
    await mkdir(join(base, 'shared'));
    await symlink(target.replace('BASE', base), join(root, 'shared'));
    await expect(check()).rejects.toThrow(message);
    await writeFile(join(root, '.dockerignore'), 'shared');
    expect(await check()).toEqual([]);
  });

  it('links that lead nowhere here, or to what every image has, are left alone', async () => {
    await put(PLAIN);
    await symlink('../nowhere', join(root, 'nowhere'));
    await symlink('/dev/null', join(root, 'null'));
    await symlink('bin/install.cjs', join(root, 'inside'));
    await symlink('.', join(root, 'self'));
    expect(await check()).toEqual([]);
  });

  it('what may be meant is told, and built', async () => {
    await put({
      ...PLAIN,
      Dockerfile: OLD,
      'package-lock.json': LOCK,
      '.npmrc': 'registry=https://x/\n',
      'README.md': '',
      '.dockerignore': 'README.md',
      'tls/a.key': '',
    });
    await symlink('../README.md', join(root, 'bin/README.md'));
    expect(await check()).toEqual([
      'kept out as secrets: tls/a.key (a line "!NAME" in .dockerignore names one that the inmate needs)',
      'the link bin/README.md leads to README.md, which .dockerignore keeps out',
      'Dockerfile:3 installs without .npmrc: the Dockerfile of a new project (hoosegow new) takes it, with its credentials',
    ]);
    await put({
      Dockerfile: 'FROM x\nCOPY . .\nRUN npm ci\n',
      '.npmrc': 'registry=https://x/\n//x/:_authToken=t\n',
      '.dockerignore': '**/*.key',
    });
    expect(await check()).toEqual([
      'Dockerfile:3 gets .npmrc without its credentials: the Dockerfile of a new project (hoosegow new) installs with them',
    ]);
    await put({ Dockerfile: NEW, '.dockerignore': '.npmrc\n**/*.key' });
    expect(await check()).toEqual([
      '.dockerignore keeps .npmrc out, so that the install does without it; it would get into the image without its credentials',
    ]);
  });
});
