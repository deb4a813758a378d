import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMethods } from '../../../../src/engine/methods/findMethods.ts';

let outside: string;
let dir: string;

beforeEach(async () => {
  outside = await mkdtemp(path.join(tmpdir(), 'hoosegow-methods-'));
  dir = path.join(outside, 'inmate');
  await mkdir(path.join(dir, 'lib'), { recursive: true });
});

afterEach(async () => {
  await rm(outside, { recursive: true, force: true });
});

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(dir, name), text);
};

const names = async (): Promise<readonly string[]> => (await findMethods(dir)).methods.map((method) => method.name);

describe('findMethods', () => {
  it('follows re-exports through the folder, in the order of the source', async () => {
    await write({
      'inmate.ts': `
        export * from './lib/a.ts';
        export { helper as renamed, default as main } from './lib/b.mjs';
        import { c } from './lib/c.js';
        export { c as see };
        export default function notAMethod() {}
        export function own() {}`,
      'lib/a.ts': `export * from './deeper.ts'; export function one() {}; export default () => 1; export function own(a, b) {}`,
      'lib/deeper.ts': `export * from './a.ts'; export const two = async () => 2;`,
      'lib/b.mjs': `export function helper() {} export default function* () {}`,
      'lib/c.js': `export async function* c() {}`,
    });
    const found = await findMethods(dir);
    expect(found).toMatchObject({ file: 'inmate.ts', complete: true, problems: [] });
    expect(found.methods.map((m) => [m.name, m.kind, m.file, m.parameters.length])).toEqual([
      ['own', 'function', 'inmate.ts', 0],
      ['one', 'function', 'lib/a.ts', 0],
      ['renamed', 'function', 'lib/b.mjs', 0],
      ['main', 'generator', 'lib/b.mjs', 0],
      ['see', 'async generator', 'lib/c.js', 0],
      ['two', 'async', 'lib/deeper.ts', 0],
    ]);
  });

  it('leaves out a name that two modules give, but not one that both take from a third', async () => {
    await write({
      'inmate.mjs': `export * from './lib/a.js'; export * from './lib/b.js'`,
      'lib/a.js': `export * from './c.js'; export function twice() {}`,
      'lib/b.js': `export * from './c.js'; export function twice() {}`,
      'lib/c.js': `export function shared() {}`,
    });
    expect(await names()).toEqual(['shared']);
  });

  it.each([
    `export * from 'package'`,
    `export { a } from 'node:fs'`,
    `export * from './lib/missing.ts'`,
    `export { a } from './lib/data.json'`,
    `export const a = wrap(b)`,
    `export { a } from './lib/empty.ts'`,
    `export function broken( {`,
  ])('says that there may be more after %s', async (source) => {
    await write({ 'inmate.ts': source, 'lib/empty.ts': '' });
    expect((await findMethods(dir)).complete).toBe(false);
  });

  it.each(['export default { f() {} };', 'export default wrap(f);', `export { default } from 'package';`])(
    'has all methods whatever the default export is: %s',
    async (source) => {
      await write({ 'inmate.ts': `${source}\nexport function sure() {}` });
      expect(await findMethods(dir)).toMatchObject({ methods: [{ name: 'sure' }], hasDefault: true, complete: true });
    },
  );

  it('never leaves the folder', async () => {
    await writeFile(path.join(outside, 'secret.ts'), 'export function secret() {}');
    await writeFile(path.join(outside, 'secret2.ts'), 'export function secret2() {}');
    await symlink(path.join(outside, 'secret.ts'), path.join(dir, 'lib', 'link.ts'));
    await symlink(outside, path.join(dir, 'lib', 'up'));
    await write({
      'inmate.ts': `export * from '../secret.ts'; export * from './lib/link.ts'; export * from './lib/up/secret.ts';
        export * from './lib/../../secret2.ts'; export function own() {}`,
    });
    const found = await findMethods(dir);
    expect(found.methods.map((m) => m.name)).toEqual(['own']);
    const said = ['outside the inmate', 'a link that leads out', 'a link that leads out', 'outside the inmate'];
    expect(found.problems.map((p) => p.message)).toEqual(said.map((text) => expect.stringContaining(text) as string));
  });

  it('reads no inmate that is itself a link to the outside', async () => {
    await writeFile(path.join(outside, 'secret.ts'), 'export function secret() {}');
    await symlink(path.join(outside, 'secret.ts'), path.join(dir, 'inmate.ts'));
    expect(await findMethods(dir)).toMatchObject({ methods: [], complete: false });
  });

  it.skipIf(process.platform === 'win32')('does not wait for a FIFO', async () => {
    execFileSync('mkfifo', [path.join(dir, 'lib', 'fifo.ts')]);
    await write({ 'inmate.ts': `export * from './lib/fifo.ts'; export function own() {}` });
    const message = 'is a FIFO: only a regular file is read';
    expect(await findMethods(dir)).toMatchObject({ methods: [{ name: 'own' }], problems: [{ message }] });
  });

  it('is bounded', async () => {
    const modules = Array.from({ length: 300 }, (_, i) => `m${i}.ts`);
    for (const name of modules) await write({ [`lib/${name}`]: `export function ${name.slice(0, -3)}() {}` });
    await write({ 'inmate.ts': modules.map((name) => `export * from './lib/${name}';`).join('\n') });
    expect(await findMethods(dir)).toMatchObject({ complete: false });
    await write({ 'inmate.ts': `export function f() {}\n//${'x'.repeat(3_000_000)}` });
    const { problems } = await findMethods(dir);
    expect(problems.map((p) => p.message)).toEqual([expect.stringContaining('larger')]);
  });

  it('never runs the inmate', async () => {
    const planted = path.join(outside, 'planted');
    await write({
      'inmate.ts': `require('fs').writeFileSync(${JSON.stringify(planted)}, ''); process.exit(9); export const f = () => 1`,
    });
    expect(await names()).toEqual(['f']);
    await expect(import('node:fs/promises').then((fs) => fs.stat(planted))).rejects.toThrow('ENOENT');
  });

  it('prefers TypeScript', async () => {
    await write({ 'inmate.js': 'export function js() {}', 'inmate.ts': 'export function ts() {}' });
    expect(await names()).toEqual(['ts']);
  });

  it('says what to do where there is no inmate', async () => {
    await expect(findMethods(dir)).rejects.toThrow(/no inmate in .*inmate\.ts, inmate\.mts/);
    await expect(findMethods(path.join(dir, 'nope'))).rejects.toThrow(/no directory .*hoosegow new/);
  });
});
