import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from './support/buildCli.ts';
import { commandHere } from './support/commandHere.ts';
import type { Ended } from './support/runCommand.ts';

let cli: BuiltCli;
let dir: string;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => {
  await cli.remove();
});

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-cli-sources-'));
  const before = process.cwd();
  process.chdir(dir);
  return async () => {
    process.chdir(before);
    await rm(dir, { recursive: true, force: true });
  };
});

const hoosegow = async (...args: readonly string[]): Promise<Ended> => commandHere(cli.runCli, args);

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries({ 'inmate/package.json': '{ "type": "module" }', ...files })) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
    await writeFile(path.join(dir, name), text);
  }
};

const HERE = ['--engine', 'process'] as const;
/** A daemon that is not there: whoever asks it says so. */
const NOWHERE = ['--host', 'unix:///nothing/of/this/name.sock'] as const;

describe('an inmate that cannot run', () => {
  const SOURCE = `import { x } from './x.js';\nexport enum A { y }\nexport const f = () => 1;`;

  it.each([
    ['run', 'inmate', 'f', ...HERE],
    ['run', 'inmate', 'f', ...NOWHERE],
    ['build', 'inmate', ...NOWHERE],
  ])('is told of with every place before anything else is done: %s %s %s %s', async (...args) => {
    await write({ 'inmate/inmate.ts': SOURCE, 'inmate/x.ts': 'export const x = 1;' });
    const { code, stderr, stdout } = await hoosegow(...args);
    expect(stderr.split('\n')).toEqual([
      'hoosegow: the inmate in inmate cannot run:',
      expect.stringMatching(/^hoosegow: inmate\.ts:1:19: .*"\.\/x\.ts"/),
      expect.stringMatching(/^hoosegow: inmate\.ts:2:8: an enum.*transformTypes/),
      '',
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('shows its methods nevertheless', async () => {
    await write({ 'inmate/inmate.ts': SOURCE, 'inmate/x.ts': 'export const x = 1;' });
    const { code, stdout, stderr } = await hoosegow('methods', 'inmate');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'function f()\n' });
    expect(stderr).toMatch(/inmate\.ts:2:8: an enum/);
  });

  it('runs where its package.json asks for it', async () => {
    await write({
      'inmate/package.json': '{ "type": "module", "hoosegow": { "transformTypes": true } }',
      'inmate/inmate.ts':
        'enum A { y = 7 }\nclass C { constructor(readonly x = 1) {} }\nexport const f = () => A.y + new C().x;',
    });
    expect(await hoosegow('run', 'inmate', 'f', ...HERE)).toMatchObject({ code: 0, stdout: '8\n' });
  });
});

describe('an inmate in CommonJS', () => {
  it.each([
    ['inmate/inmate.cjs', 'module.exports = { add: (a, b) => a + b, ...{ more() {} } };'],
    ['inmate/inmate.cts', 'exports.add = (a: number, b: number) => a + b; exports.more = function () {};'],
  ])('runs and lists its methods: %s', async (file, source) => {
    await write({ [file]: source });
    expect(await hoosegow('run', 'inmate', 'add', '1', '2', ...HERE)).toMatchObject({ code: 0, stdout: '3\n' });
    const { stdout } = await hoosegow('methods', 'inmate');
    expect(stdout).toMatch(/^function add\(a.*, b.*\)\nfunction more\(\)\n$/);
  });
});

describe('a method', () => {
  it('that only running tells is listed, and runs', async () => {
    const source = `const wrap = (f) => f;\nexport const add = wrap((a, b) => a + b);\nexport function sure() {}`;
    await write({ 'inmate/inmate.js': source });
    expect(await hoosegow('methods', 'inmate')).toEqual({
      code: 0,
      stdout: 'function sure()\nadd\n    Known only when it runs.\n',
      stderr: '',
    });
    const { stdout } = await hoosegow('methods', 'inmate', '--json');
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ name: 'sure', kind: 'function' }),
      {
        name: 'add',
        kind: 'unknown',
        parameters: null,
        inputSchema: null,
        doc: null,
        file: 'inmate.js',
        line: 2,
        column: 14,
      },
    ]);
    expect(await hoosegow('run', 'inmate', 'add', '1', '2', ...HERE)).toMatchObject({ code: 0, stdout: '3\n' });
  });

  it('that is none has the one that is meant beside it', async () => {
    await write({ 'inmate/inmate.js': 'export function reverse() {}\nexport function render() {}' });
    const { code, stderr } = await hoosegow('run', 'inmate', 'revrese', ...HERE);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'hoosegow: inmate has no method "revrese" (is "reverse" meant?); it has reverse(), render()\n',
    });
  });

  it.each([
    ['export default function () {}', 'default', /default export of inmate\.js has no name.*export it by one/],
    ['export default wrap(1); export function f() {}', 'default', /has no name.*it has f\(\)/],
    ['export default function () {}', 'f', /no function but a default one, which has no name.*export function NAME/],
    ['export function f() {}', 'default', /no method "default"; it has f\(\)/],
    ['module.exports = () => 1;', 'f', /ES module/],
  ])('has a name: %s', async (source, method, told) => {
    await write({ 'inmate/inmate.js': source });
    const { code, stderr } = await hoosegow('run', 'inmate', method, ...HERE);
    expect(stderr).toMatch(told);
    expect(code).toBe(2);
  });
});

describe('the module of an inmate', () => {
  it('stands for its folder', async () => {
    await write({ 'inmate/inmate.js': 'export const f = () => 1;', 'inmate/other.js': '' });
    const file = path.join('inmate', 'inmate.js');
    expect(await hoosegow('run', file, 'f', ...HERE)).toMatchObject({ code: 0, stdout: '1\n' });
    expect(await hoosegow('methods', file)).toMatchObject({ code: 0, stdout: 'function f()\n' });
    const other = path.join('inmate', 'other.js');
    for (const args of [
      ['run', other, 'f', ...HERE],
      ['methods', other],
      ['build', other],
    ]) {
      expect(await hoosegow(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/other\.js is not an inmate/) as unknown,
      });
    }
  });
});
