import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMethods } from '../../../../src/engine/methods/findMethods.ts';
import { readInmate } from '../../../../src/engine/methods/readInmate.ts';
import { scaffold } from '../../../../src/engine/scaffold/scaffold.ts';
import { isMethodName } from '../../../../src/engine/scaffold/methodName.ts';
import { HOSTILE_NAMES } from './hostileNames.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const COMPILERS = ['typescript-5.0', 'typescript-5.9', 'typescript'];

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'hoosegow-fresh-'))));
afterAll(() => rm(root, { recursive: true }));

/** What a compiler says of a project, by its own configuration. */
async function check(compiler: string, dir: string): Promise<string> {
  const tsc = join(ROOT, 'node_modules', compiler, 'bin/tsc');
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', dir], { cwd: dir }, (error, stdout, stderr) => {
      resolve(error && stdout === '' ? stderr : stdout);
    });
  });
}

describe('a fresh project, in which nothing is installed', () => {
  it('has a first method that tells all four kinds, and a richer one', async () => {
    const { dir } = await scaffold(join(root, 'plain'));
    const { methods, complete, problems } = await findMethods(dir);
    expect(methods.map(({ name, file }) => [name, file])).toEqual([
      ['greet', 'inmate.ts'],
      ['render', 'render.ts'],
    ]);
    expect({ complete, problems }).toEqual({ complete: true, problems: [] });
    expect((await readInmate(dir, { engine: 'process' })).problems).toEqual([]);
  });

  it.each(COMPILERS)('has no error for %s, whatever its first method is called', async (compiler) => {
    const names = HOSTILE_NAMES.filter(isMethodName);
    const { dir } = await scaffold(join(root, `names-${compiler}`), { method: 'first' });
    for (const [i, method] of names.entries()) {
      const made = await scaffold(join(root, `${compiler}-${i}`), { method });
      expect((await findMethods(made.dir)).methods.map(({ name }) => name)).toContain(method);
      await copyFile(join(made.dir, 'inmate.ts'), join(dir, `inmate${i}.ts`));
    }
    expect(await check(compiler, dir)).toBe('');
  });

  it.each(COMPILERS)('has no error for %s where it uses what Node has', async (compiler) => {
    const { dir } = await scaffold(join(root, `uses-${compiler}`));
    await copyFile(join(ROOT, 'test/fixtures/usesNode.ts.txt'), join(dir, 'use.ts'));
    expect(await check(compiler, dir)).toBe('');
  });

  it.each(COMPILERS)('still shows to %s what is wrong', async (compiler) => {
    const { dir } = await scaffold(join(root, `wrong-${compiler}`));
    const lines = [
      "import './missing.ts';",
      "import 'not-there';",
      "import { nope } from 'node:fs';",
      'const n: number = "";',
    ];
    await writeFile(
      join(dir, 'wrong.ts'),
      `${lines.join('\n')}\nimport { gone } from 'not-there'; void [nope, n, gone];\n`,
    );
    const found = await check(compiler, dir);
    expect(found).toMatch(/wrong\.ts\(3,10\): error TS2305/);
    expect(found).toMatch(/wrong\.ts\(4,7\): error TS2322/);
    expect(found).toMatch(/wrong\.ts\(5,22\): error TS2307/);
  });

  it('takes the real types as soon as they are there', async () => {
    const { dir } = await scaffold(join(root, 'installed'));
    await mkdir(join(dir, 'node_modules/@types'), { recursive: true });
    for (const name of ['@types/node', 'undici-types', 'marked']) {
      await symlink(join(ROOT, 'node_modules', name), join(dir, 'node_modules', name));
    }
    expect(await check('typescript-5.9', dir)).toBe('');
    await writeFile(
      join(dir, 'wrong.ts'),
      "import { readFileSync } from 'node:fs';\nexport const n: number = readFileSync('x', 'utf8');\n",
    );
    expect(await check('typescript-5.9', dir)).toMatch(/wrong\.ts\(2,14\): error TS2322/);
  });
});
