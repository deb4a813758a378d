import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../../../package.json';
import { HoosegowError, UsageError } from '../../../../src/engine/errors/errors.ts';
import { scaffold } from '../../../../src/engine/scaffold/scaffold.ts';
import { entrypointHint } from '../../../../src/engine/upgrade/entrypointHint.ts';
import { isNewer } from '../../../../src/engine/upgrade/isNewer.ts';
import { lineDiff } from '../../../../src/engine/upgrade/lineDiff.ts';
import { readProjectFile } from '../../../../src/engine/upgrade/projectFile.ts';
import { replaceFiles } from '../../../../src/engine/upgrade/replaceFiles.ts';
import { markFile, originOf, unmarked } from '../../../../src/engine/scaffold/templateMark.ts';
import { upgrade, type Upgraded } from '../../../../src/engine/upgrade/upgrade.ts';

const TEMPLATE = {
  'package.json': '{"name":"template"}',
  'inmate.ts': 'export function f() {}\n',
  'bin/hoosegow': '#!/bin/sh\nexec node entrypoint.cjs\n',
  'bin/entrypoint.cjs': '"use strict";\n// first\n',
  'bin/install.cjs': '"use strict";\n',
  Dockerfile: 'FROM node\nCOPY . .\n',
  '.dockerignore': 'node_modules\n',
};

let root: string;
let templateDir: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hoosegow-upgrade-'));
  templateDir = path.join(root, 'template');
  dir = path.join(root, 'project');
  await put(templateDir, TEMPLATE);
  await scaffold(dir, { templateDir });
  await put(templateDir, {
    'bin/entrypoint.cjs': '"use strict";\n// second\n',
    Dockerfile: 'FROM node\nUSER 1\nCOPY . .\n',
  });
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

const text = async (name: string): Promise<string> => readFile(path.join(dir, name), 'utf8');
const actions = ({ steps }: Upgraded): Readonly<Record<string, string>> =>
  Object.fromEntries(steps.map(({ path: name, action }) => [name, action]));
const tree = async (): Promise<readonly string[]> => (await readdir(dir, { recursive: true })).toSorted();
const all = async (): Promise<readonly string[]> =>
  Promise.all(
    (await tree()).map(async (name) => {
      const stats = await stat(path.join(dir, name));
      return `${name} ${stats.mode} ${stats.isFile() ? await text(name) : ''}`;
    }),
  );

describe('an upgrade', () => {
  it('renews what is the template’s and unedited, tells so, and is then up to date', async () => {
    await put(dir, { 'inmate.ts': 'export const mine = () => 1;\n', 'README.md': 'mine\n' });
    const before = await tree();
    expect(actions(await upgrade(dir, { templateDir, dryRun: true }))).toMatchObject({
      'bin/entrypoint.cjs': 'replace',
    });
    expect(await text('bin/entrypoint.cjs')).toContain('// first');
    const upgraded = await upgrade(dir, { templateDir });
    expect(actions(upgraded)).toEqual({
      'bin/hoosegow': 'same',
      'bin/entrypoint.cjs': 'replace',
      'bin/install.cjs': 'same',
      Dockerfile: 'replace',
      '.dockerignore': 'same',
    });
    expect(upgraded.steps.find(({ path: name }) => name === 'Dockerfile')).toMatchObject({
      from: version,
      why: 'unedited',
      diff: ['+USER 1'],
    });
    expect(unmarked(await text('bin/entrypoint.cjs'))).toBe('"use strict";\n// second\n');
    expect(await text('inmate.ts')).toBe('export const mine = () => 1;\n');
    expect(await tree()).toEqual(before);
    expect(Object.values(actions(await upgrade(dir, { templateDir })))).toEqual(Array(5).fill('same'));
  });

  it('leaves a Dockerfile that was edited, and shows what the template has', async () => {
    await put(dir, { Dockerfile: `${await text('Dockerfile')}RUN mine\n` });
    const upgraded = await upgrade(dir, { templateDir });
    expect(upgraded.refused).toEqual([]);
    expect(upgraded.steps.find(({ path: name }) => name === 'Dockerfile')).toMatchObject({
      action: 'keep',
      why: 'edited by hand',
      diff: ['+USER 1', '-RUN mine'],
    });
    expect(await text('Dockerfile')).toContain('RUN mine');
    expect(await text('bin/entrypoint.cjs')).toContain('second');
    await upgrade(dir, { templateDir, force: true });
    expect(unmarked(await text('Dockerfile'))).toBe('FROM node\nUSER 1\nCOPY . .\n');
  });

  it.each([
    ['edited', (now: string) => `${now}// mine\n`, 'edited by hand'],
    ['of nobody known', () => 'something else\n', 'edited by hand, or of a version that is not known here'],
    [
      'of a newer version',
      (now: string) => now.replace(`inspector ${version},`, 'inspector 99.0.0,'),
      'of the newer version 99.0.0',
    ],
  ])('changes nothing where the entrypoint is %s, unless that is forced', async (_what, edit, why) => {
    await put(dir, { 'bin/entrypoint.cjs': edit(await text('bin/entrypoint.cjs')) });
    const before = await all();
    const refused = await upgrade(dir, { templateDir });
    expect(refused.refused).toEqual(['bin/entrypoint.cjs']);
    expect(refused.steps.find(({ path: name }) => name === 'bin/entrypoint.cjs')).toMatchObject({
      action: 'keep',
      why,
    });
    expect(await all()).toEqual(before);
    await upgrade(dir, { templateDir, force: true });
    expect(await text('bin/entrypoint.cjs')).toContain('second');
  });

  it('adds what is missing, keeps permissions, and gives back the executable bit', async () => {
    await rm(path.join(dir, 'bin/install.cjs'));
    await rm(path.join(dir, '.dockerignore'));
    await chmod(path.join(dir, 'bin/entrypoint.cjs'), 0o600);
    await chmod(path.join(dir, 'bin/hoosegow'), 0o640);
    expect(actions(await upgrade(dir, { templateDir }))).toMatchObject({
      'bin/hoosegow': 'replace',
      'bin/install.cjs': 'add',
      '.dockerignore': 'keep',
    });
    const mode = async (name: string) => (await stat(path.join(dir, name))).mode & 0o777;
    expect(await mode('bin/entrypoint.cjs')).toBe(0o600);
    expect(await mode('bin/hoosegow')).toBe(0o750);
    expect(await tree()).not.toContain('.dockerignore');
  });

  it('takes the line ends of Windows for no edit', async () => {
    for (const name of ['bin/hoosegow', 'bin/entrypoint.cjs', 'Dockerfile']) {
      await put(dir, { [name]: (await text(name)).replaceAll('\n', '\r\n') });
    }
    expect(actions(await upgrade(dir, { templateDir }))).toMatchObject({
      'bin/hoosegow': 'same',
      Dockerfile: 'replace',
    });
  });

  it.each([
    ['no folder', async () => rm(dir, { recursive: true }), /no directory/],
    [
      'no inmate, as one of the Ruby gem',
      async () => rename(path.join(dir, 'inmate.ts'), path.join(dir, 'inmate.rb')),
      /no inmate/,
    ],
    [
      'no entrypoint',
      async () => rm(path.join(dir, 'bin'), { recursive: true }),
      /no entrypoint to upgrade: hoosegow new/,
    ],
    ['a bin that is a link', async () => linkInstead('bin'), /bin is a symbolic link, not a folder/],
    ['a link for an entrypoint', async () => linkInstead('bin/entrypoint.cjs'), /entrypoint\.cjs is a symbolic link/],
    ['a link for a Dockerfile', async () => linkInstead('Dockerfile'), /Dockerfile is a symbolic link/],
    [
      'a FIFO for an entrypoint',
      async () => {
        await rm(path.join(dir, 'bin/entrypoint.cjs'));
        execFileSync('mkfifo', [path.join(dir, 'bin/entrypoint.cjs')]);
      },
      /entrypoint\.cjs is something special, not a plain file/,
    ],
    ['a file of many megabytes', async () => writeFile(path.join(dir, 'Dockerfile'), Buffer.alloc(9e6)), /too large/],
  ])('refuses a folder with %s, and changes nothing', async (_what, make, message) => {
    await make();
    const outside = await readdir(root, { recursive: true });
    const failure: unknown = await upgrade(dir, { templateDir, force: true }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toMatch(message);
    expect(await readdir(root, { recursive: true })).toEqual(outside);
  });

  async function linkInstead(name: string): Promise<void> {
    await rename(path.join(dir, name), path.join(root, 'target'));
    await symlink(path.join(root, 'target'), path.join(dir, name));
  }
});

describe('the hint of a build', () => {
  it('is there for an older entrypoint, and for no other', async () => {
    await rm(dir, { recursive: true });
    await scaffold(dir);
    expect(await entrypointHint(dir)).toBeUndefined();
    const older = Buffer.from(markFile('bin/entrypoint.cjs', Buffer.from('old\n'))).toString();
    await put(dir, { 'bin/entrypoint.cjs': older });
    expect(await entrypointHint(dir)).toBeUndefined();
    await put(dir, { 'bin/entrypoint.cjs': older.replace(`inspector ${version},`, 'inspector 0.0.1,') });
    expect(await entrypointHint(dir)).toBe(
      `its entrypoint is of an older version than this one, ${version}: hoosegow upgrade ${dir} renews it`,
    );
    await put(dir, { 'bin/entrypoint.cjs': 'mine\n' });
    expect(await entrypointHint(dir)).toBeUndefined();
    await rm(path.join(dir, 'bin'), { recursive: true });
    expect(await entrypointHint(dir)).toBeUndefined();
    await put(dir, { bin: 'a file' });
    expect(await entrypointHint(dir)).toBeUndefined();
  });
});

describe('replaced files', () => {
  it('are all as they were where one cannot be replaced', async () => {
    const before = await all();
    const file = async (name: string) => ({
      path: name,
      bytes: Buffer.from('new\n'),
      executable: false,
      old: await readProjectFile(dir, name),
    });
    const files = [await file('Dockerfile'), await file('lib/added'), await file('bin/hoosegow')];
    // Decided on something else than what is there now.
    const [, , last] = files;
    if (last?.old) files[2] = { ...last, old: { ...last.old, bytes: Buffer.from('other') } };
    const failure: unknown = await replaceFiles(dir, files).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HoosegowError);
    expect((failure as Error).message).toBe(
      'bin/hoosegow cannot be replaced: it changed in between; nothing was changed',
    );
    expect(await all()).toEqual(before);
  });
});

describe('the mark of a file', () => {
  it('tells an edit of any text, and nothing of line ends', () => {
    const names = fc.constantFrom('bin/hoosegow', 'bin/entrypoint.cjs', 'Dockerfile');
    fc.assert(
      fc.property(names, fc.string({ unit: fc.constantFrom('a', '\n', '#!', '// ', '\r\n', 'é') }), (name, content) => {
        const marked = Buffer.from(markFile(name, Buffer.from(content))).toString('utf8');
        expect(unmarked(marked)).toBe(unmarked(content));
        expect(originOf(name, marked)).toEqual({ kind: 'ours', version });
        expect(originOf(name, marked.replaceAll('\r\n', '\n'))).toEqual({ kind: 'ours', version });
        expect(originOf(name, `${marked}\nx`)).toEqual({ kind: 'edited', version });
        expect(markFile(name, Buffer.from(marked))).toEqual(markFile(name, Buffer.from(content)));
        expect(marked.startsWith('#!')).toBe(content.startsWith('#!'));
      }),
    );
  });

  it('is in no file that a project has as its own', () => {
    expect(Buffer.from(markFile('inmate.ts', Buffer.from('x'))).toString()).toBe('x');
    expect(originOf('Dockerfile', 'FROM something\n')).toEqual({ kind: 'unknown' });
  });

  it('is not needed to know a file of an early version', () => {
    const early = `# What is listed here neither gets into the image nor changes its name.
.git
.gitignore
.vscode
.env*
node_modules
*.dispatch
*.md
tsconfig.json
`;
    expect(originOf('.dockerignore', early)).toEqual({ kind: 'earlier' });
    expect(originOf('.dockerignore', early.replaceAll('\n', '\r\n'))).toEqual({ kind: 'earlier' });
    expect(originOf('.dockerignore', `${early}more\n`)).toEqual({ kind: 'unknown' });
    expect(originOf('Dockerfile', early)).toEqual({ kind: 'unknown' });
  });
});

describe('a difference in lines', () => {
  it('leads from one text to the other', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
      .map((lines) => lines.map((l) => `${l}\n`).join(''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const diff = lineDiff(before, after);
        const count = (from: string, line: string) => from.split('\n').filter((each) => each === line).length;
        for (const line of ['a', 'b', 'c']) {
          const [gone, come] = ['-', '+'].map((sign) => diff.filter((each) => each === `${sign}${line}`).length);
          expect(count(before, line) - (gone ?? 0) + (come ?? 0)).toBe(count(after, line));
        }
        expect(diff.length === 0).toBe(before === after);
      }),
    );
    expect(lineDiff('1\n2\n3\n', '1\n3\n4\n')).toEqual(['-2', '+4']);
    expect(lineDiff('1\na\nb\n2\n3\n', '1\nc\nd\n2\ne\n')).toEqual(['-a', '-b', '+c', '+d', '-3', '+e']);
    const many = Array.from({ length: 400 }, (_, i) => `${i}\n`);
    expect(lineDiff(many.join('x'), many.join('y'))).toHaveLength(798);
    expect(lineDiff('x\n'.repeat(1000), '')).toEqual([]);
  });
});

it.each([
  ['1.10.0', '1.9.9', true],
  ['1.9.9', '1.10.0', false],
  ['1.0.0', '1.0.0', false],
  ['1.0.0', '1.0.0-beta', true],
  ['1.0.0-beta', '1.0.0', false],
])('version %s is newer than %s: %s', (a, b, newer) => {
  expect(isNewer(a, b)).toBe(newer);
});
