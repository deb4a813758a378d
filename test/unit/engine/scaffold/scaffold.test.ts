import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/engine/errors/errors.ts';
import { scaffold } from '../../../../src/engine/scaffold/scaffold.ts';

const SAMPLE = `export async function* greet() {}

// A richer example.
export * from './render.ts';
`;

let root: string;
let templateDir: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hoosegow-scaffold-'));
  templateDir = path.join(root, 'template');
  await mkdir(path.join(templateDir, 'bin'), { recursive: true });
  await mkdir(path.join(templateDir, 'node_modules', 'left'), { recursive: true });
  const files = {
    'package.json': '{"name":"template","private":true,"dependencies":{"marked":"1"}}',
    'package-lock.json':
      '{"name":"template","lockfileVersion":3,"packages":{"":{"name":"template"},"node_modules/a":{}}}',
    'inmate.ts': SAMPLE,
    'bin/hoosegow': '#!/bin/sh\n',
    '.dockerignore': 'node_modules\n',
    'node_modules/left/over.js': '',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(templateDir, name), text);
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const tree = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir, { recursive: true })).map((name) => name.split(path.sep).join('/')).toSorted();

const json = async (...file: string[]): Promise<unknown> =>
  JSON.parse(await readFile(path.join(root, ...file), 'utf8'));

const OWN_CODE = '// Your own code: without the slashes, each function that a module exports is a method too.\n';

describe('scaffold', () => {
  it('copies the template under its own name', async () => {
    const made = await scaffold(path.join(root, 'some', 'Müller Inmate'), { templateDir });
    expect(made.name).toBe('muller-inmate');
    expect(made.files).toEqual([
      '.dockerignore',
      'bin/hoosegow',
      'inmate.ts',
      'package-lock.json',
      'package.json',
      '.gitignore',
    ]);
    expect(await tree(made.dir)).toEqual(['bin', ...made.files].toSorted());
    expect(await json('some', 'Müller Inmate', 'package.json')).toEqual({
      name: 'muller-inmate',
      private: true,
      dependencies: { marked: '1' },
    });
    expect(await json('some', 'Müller Inmate', 'package-lock.json')).toMatchObject({
      name: 'muller-inmate',
      packages: { '': { name: 'muller-inmate' }, 'node_modules/a': {} },
    });
    expect(await readFile(path.join(made.dir, '.gitignore'), 'utf8')).toContain('node_modules/');
  });

  it.skipIf(process.platform === 'win32')(
    'makes the entrypoint executable even if the template lost that',
    async () => {
      const made = await scaffold(path.join(root, 'made'), { templateDir });
      expect((await stat(path.join(made.dir, 'bin/hoosegow'))).mode & 0o111).toBe(0o111);
      expect((await stat(path.join(made.dir, 'inmate.ts'))).mode & 0o111).toBe(0);
    },
  );

  it('keeps a .gitignore of the template, takes a given name and an empty folder', async () => {
    await writeFile(path.join(templateDir, '.gitignore'), 'mine\n');
    await mkdir(path.join(root, 'empty'));
    const made = await scaffold(path.join(root, 'empty'), { templateDir, name: '@scope/x.y' });
    expect(await json('empty', 'package.json')).toMatchObject({ name: '@scope/x.y' });
    expect(await readFile(path.join(made.dir, '.gitignore'), 'utf8')).toBe('mine\n');
  });

  it('never overwrites: it lists what is in the way and writes nothing', async () => {
    const target = path.join(root, 'full');
    await mkdir(path.join(target, 'bin'), { recursive: true });
    for (const name of ['a', 'bin/hoosegow', 'Package.json', 'Inmate.mjs']) {
      await writeFile(path.join(target, name), 'mine');
    }
    const act = scaffold(target, { templateDir });
    await expect(act).rejects.toThrow(UsageError);
    await expect(act).rejects.toThrow(/\(Inmate\.mjs, Package\.json, bin\/hoosegow\), and nothing is overwritten/);
    await expect(scaffold(target, { templateDir, keep: true })).rejects.toThrow(
      /capital letters \(Inmate\.mjs, Package\.json\), and nothing is overwritten/,
    );
    expect(await tree(target)).toEqual(['Inmate.mjs', 'Package.json', 'a', 'bin', 'bin/hoosegow']);
    expect(await readFile(path.join(target, 'Package.json'), 'utf8')).toBe('mine');
  });

  it('makes a project where other things are, and leaves what it does without', async () => {
    const target = path.join(root, 'cloned');
    await mkdir(path.join(target, '.git', 'refs'), { recursive: true });
    await mkdir(path.join(target, 'bin'));
    for (const name of ['README.md', 'LICENSE', '.gitignore', 'bin/tool', '.git/HEAD']) {
      await writeFile(path.join(target, name), 'mine');
    }
    await writeFile(path.join(templateDir, 'README.md'), 'the template’s');
    const made = await scaffold(target, { templateDir });
    expect(made.kept.toSorted()).toEqual(['.gitignore', 'README.md']);
    expect(made.files).toEqual(['.dockerignore', 'bin/hoosegow', 'inmate.ts', 'package-lock.json', 'package.json']);
    for (const name of ['README.md', 'LICENSE', '.gitignore', 'bin/tool', '.git/HEAD']) {
      expect(await readFile(path.join(target, name), 'utf8')).toBe('mine');
    }
    expect(await tree(target)).toEqual(
      [
        '.git',
        '.git/HEAD',
        '.git/refs',
        '.gitignore',
        'LICENSE',
        'README.md',
        'bin',
        'bin/tool',
        ...made.files,
      ].toSorted(),
    );
  });

  it.each(['inmate.ts', 'inmate.js', 'inmate.mjs', 'inmate.cjs'])(
    'makes a project of %s with its package',
    async (own) => {
      const target = path.join(root, 'own');
      await mkdir(target);
      for (const name of [own, 'package.json', 'README.md']) await writeFile(path.join(target, name), 'mine');
      await expect(scaffold(target, { templateDir, name: 'named' })).rejects.toThrow(
        /keeps its name: leave "named" out/,
      );
      const made = await scaffold(target, { templateDir });
      expect(made.files).toEqual(['.dockerignore', 'bin/hoosegow', '.gitignore']);
      expect(made.kept).toEqual([own, 'package.json']);
      expect(await tree(target)).toEqual(['bin', own, 'package.json', 'README.md', ...made.files].toSorted());
      for (const name of [own, 'package.json']) expect(await readFile(path.join(target, name), 'utf8')).toBe('mine');
      await expect(scaffold(target, { templateDir })).rejects.toThrow(/\(\.dockerignore, bin\/hoosegow\), and nothing/);
      await expect(scaffold(target, { templateDir, keep: true })).rejects.toThrow(/already, with all that it needs/);
      await rm(path.join(target, '.dockerignore'));
      await expect(scaffold(target, { templateDir })).rejects.toThrow(/\(bin\/hoosegow\), and nothing/);
      expect((await scaffold(target, { templateDir, keep: true })).files).toEqual(['.dockerignore']);
    },
  );

  it('makes an inmate of a folder of sources: it adds what is missing, and says what', async () => {
    const target = path.join(root, 'sources');
    await mkdir(path.join(target, 'src'), { recursive: true });
    const theirs = ['src/main.ts', 'package.json', 'Dockerfile', 'tsconfig.json', 'README.md'];
    for (const name of theirs) await writeFile(path.join(target, name), 'mine');
    for (const name of ['Dockerfile', 'README.md', 'render.ts', 'tsconfig.json', 'types/node/index.d.ts']) {
      await mkdir(path.dirname(path.join(templateDir, name)), { recursive: true });
      await writeFile(path.join(templateDir, name), 'the template’s');
    }
    await expect(scaffold(target, { templateDir, keep: true, name: 'named' })).rejects.toThrow(
      /package\.json already, .*keeps its/,
    );
    const made = await scaffold(target, { templateDir, keep: true, method: 'polish' });
    // By its name it is an ES module, whatever the package says.
    expect(made.files).toEqual(['.dockerignore', 'bin/hoosegow', 'inmate.mts', '.gitignore']);
    expect(made.kept).toEqual(['Dockerfile', 'README.md', 'package.json', 'tsconfig.json']);
    expect(await readFile(path.join(target, 'inmate.mts'), 'utf8')).toBe('export async function* polish() {}\n');
    for (const name of theirs) expect(await readFile(path.join(target, name), 'utf8')).toBe('mine');
    await expect(scaffold(target, { templateDir, keep: true })).rejects.toThrow(/is an inmate already/);
  });

  it.each(['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'])(
    'puts no package beside the lock of another: %s',
    async (lock) => {
      const target = path.join(root, 'locked');
      await mkdir(target);
      await writeFile(path.join(target, lock), 'mine');
      const { files } = await scaffold(target, { templateDir, keep: true });
      expect(files).toEqual(['.dockerignore', 'bin/hoosegow', 'inmate.mts', '.gitignore']);
    },
  );

  it('leaves out the example where its name is taken', async () => {
    const target = path.join(root, 'taken');
    await mkdir(target);
    await writeFile(path.join(target, 'render.ts'), 'mine');
    await writeFile(path.join(templateDir, 'render.ts'), 'the template’s');
    expect((await scaffold(target, { templateDir, keep: true })).files).toContain('inmate.ts');
    expect(await readFile(path.join(target, 'inmate.ts'), 'utf8')).toBe(
      `export async function* greet() {}\n\n${OWN_CODE}// export * from './render.ts';\n`,
    );
    expect(await readFile(path.join(target, 'render.ts'), 'utf8')).toBe('mine');
  });

  it('says below the first method how the modules beside it become methods, and of no other file', async () => {
    const target = path.join(root, 'modules');
    await mkdir(path.join(target, 'src'), { recursive: true });
    const others = [
      'a.d.ts',
      'a.test.ts',
      'vite.config.ts',
      'notes.md',
      '.hidden.ts',
      "it's.ts",
      'two\nlines.ts',
      'src/b.ts',
    ];
    for (const name of ['slug.ts', 'old.cjs', ...others]) await writeFile(path.join(target, name), 'mine');
    await scaffold(target, { templateDir, keep: true, method: 'polish' });
    const source = await readFile(path.join(target, 'inmate.ts'), 'utf8');
    expect(source.slice(source.indexOf('// Your own'))).toBe(
      `${OWN_CODE}// export * from './old.cjs';\n// export * from './slug.ts';\n`,
    );
    const many = path.join(root, 'many');
    await mkdir(many);
    for (let i = 0; i < 9; i++) await writeFile(path.join(many, `m${i}.ts`), 'mine');
    await scaffold(many, { templateDir, keep: true });
    expect((await readFile(path.join(many, 'inmate.ts'), 'utf8')).match(/^\/\/ export \* from/gm)).toHaveLength(5);
  });

  it('makes one of an inmate that has no package, and gives it none', async () => {
    const target = path.join(root, 'bare');
    await mkdir(target);
    await writeFile(path.join(target, 'inmate.cts'), 'mine');
    const made = await scaffold(target, { templateDir });
    expect(made.files).toEqual(['.dockerignore', 'bin/hoosegow', '.gitignore']);
    expect(made.kept).toEqual(['inmate.cts']);
  });

  it('takes back only what is its own where it fails', async () => {
    const target = path.join(root, 'half');
    await mkdir(path.join(target, 'bin'), { recursive: true });
    await writeFile(path.join(target, 'bin/tool'), 'mine');
    await mkdir(path.join(templateDir, 'zz'));
    await writeFile(path.join(target, 'zz'), 'mine');
    await writeFile(path.join(templateDir, 'zz', 'z'), '');
    await expect(scaffold(target, { templateDir })).rejects.toThrow(/zz exists and is not a folder/);
    expect(await tree(target)).toEqual(['bin', 'bin/tool', 'zz']);
  });

  it('leaves the chosen folder by no link within it', async () => {
    const target = path.join(root, 'linked');
    await mkdir(target);
    await mkdir(path.join(root, 'elsewhere'));
    await symlink(path.join(root, 'elsewhere'), path.join(target, 'bin'));
    await expect(scaffold(target, { templateDir })).rejects.toThrow(/bin is a symbolic link/);
    expect(await readdir(path.join(root, 'elsewhere'))).toEqual([]);
    expect(await readdir(target)).toEqual(['bin']);
  });

  it('leaves the chosen folder by no link', async () => {
    const elsewhere = path.join(root, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, path.join(root, 'link'));
    await symlink(path.join(root, 'nowhere'), path.join(root, 'dangling'));
    for (const name of ['link', 'dangling']) {
      await expect(scaffold(path.join(root, name), { templateDir })).rejects.toThrow(/is a symbolic link/);
    }
    await symlink(path.join(root, 'secret'), path.join(templateDir, 'secret'));
    const made = await scaffold(path.join(root, 'made'), { templateDir });
    expect(made.files).not.toContain('secret');
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('leaves nothing behind where a file cannot be written', async () => {
    // A path this long is refused, which is found out only when the last file is written.
    await mkdir(path.join(templateDir, 'zz'));
    await writeFile(path.join(templateDir, 'zz', 'z'.repeat(250)), '');
    let target = root;
    while (target.length < 3850) target = path.join(target, 'd'.repeat(Math.min(200, 3850 - target.length)));
    await expect(scaffold(target, { templateDir })).rejects.toThrow(/ENAMETOOLONG|too long/);
    expect(await readdir(root)).toEqual(['template']);
  });

  it('begins with a method that is asked for, where there is no inmate yet', async () => {
    const { dir } = await scaffold(path.join(root, 'made'), { templateDir, method: 'polish' });
    const source = await readFile(path.join(dir, 'inmate.ts'), 'utf8');
    expect(source).toBe(SAMPLE.replace('greet', 'polish'));
    await expect(scaffold(path.join(root, 'odd'), { templateDir, method: 'a b' })).rejects.toThrow(
      /"a b" is not a name for a method: .*; "aB" would do/,
    );
    await mkdir(path.join(root, 'own'));
    await writeFile(path.join(root, 'own', 'inmate.js'), 'mine');
    const act = scaffold(path.join(root, 'own'), { templateDir, method: 'greet' });
    await expect(act).rejects.toThrow(/own has inmate\.js already, which nothing is written into/);
    expect((await readdir(root)).toSorted()).toEqual(['made', 'own', 'template']);
    expect(await readdir(path.join(root, 'own'))).toEqual(['inmate.js']);
  });

  it('says what is wrong with the target or the template', async () => {
    await writeFile(path.join(root, 'file'), '');
    await expect(scaffold(path.join(root, 'file', 'x'), { templateDir })).rejects.toThrow(/is a file, not a folder/);
    await expect(scaffold(path.join(root, 'file'), { templateDir })).rejects.toThrow(/is not a folder/);
    await symlink(path.join(root, 'nowhere'), path.join(root, 'link'));
    await expect(scaffold(path.join(root, 'link', 'x'), { templateDir })).rejects.toThrow(/leads to no folder/);
    await rm(path.join(root, 'link'));
    await expect(scaffold(path.join(root, 'x'), { templateDir: path.join(root, 'none') })).rejects.toThrow(
      /template of inmates is missing/,
    );
    expect(await readdir(root)).toEqual(['file', 'template']);
  });

  it.each([
    'CON',
    'nul.txt',
    'com1',
    'a\u001bb',
    'a\u202eb',
    'trailing.',
    'trailing ',
    ' leading',
    'a:b',
    'q?',
    'é'.repeat(128),
  ])('refuses the folder name %j', async (name) => {
    await expect(scaffold(path.join(root, name), { templateDir, name: 'fine' })).rejects.toThrow(UsageError);
    expect(await readdir(root)).toEqual(['template']);
  });

  it.each(['Upper', '.dot', '_under', 'a b', '../up', 'a/b', 'node_modules', '', 'x'.repeat(215), '@a/con', 'ünï'])(
    'refuses the package name %j',
    async (name) => {
      await expect(scaffold(path.join(root, 'made'), { templateDir, name })).rejects.toThrow(
        /is not a name for a package/,
      );
      expect(await readdir(root)).toEqual(['template']);
    },
  );
});
