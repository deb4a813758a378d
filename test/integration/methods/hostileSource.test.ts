import { execFile, execFileSync } from 'node:child_process';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/engine/errors/errors.ts';
import { findMethods } from '../../../src/engine/methods/findMethods.ts';
import { TOO_MANY } from '../../../src/engine/methods/source/methodsIn.ts';
import { readInmate } from '../../../src/engine/methods/readInmate.ts';
import { readMethodPlaces } from '../../../src/engine/methods/readMethodPlaces.ts';
import { SourceCheck } from '../../../src/engine/methods/check/sourceCheck.ts';
import { LIMITS } from '../../../src/engine/methods/thread/limits.ts';
import { SourceReader } from '../../../src/engine/methods/thread/sourceReader.ts';
import { processorTime } from '../../fuzz/pumped.ts';
import { inmateFolder, removeFolders } from '../../unit/engine/methods/inmateFolder.ts';

removeFolders();

const PLAIN = { 'package.json': '{ "type": "module" }' };
/** Of each dozen more it takes two and a half times as long. */
const ENDLESS = `export const f = ${'async <T>(x='.repeat(40)}1`;
const TYPESCRIPT = { typescript: true, format: 'module' } as const;
const TOO_LONG = 'is not read: it takes too long to parse';
const GOOD = { ...PLAIN, 'inmate.ts': 'export function good() {}' };

const readers: SourceReader[] = [];

function readerOf(limits: Partial<typeof LIMITS>): SourceReader {
  const reader = new SourceReader({ ...LIMITS, ...limits });
  readers.push(reader);
  return reader;
}

afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.close()));
});

describe('a source that takes for ever to parse', () => {
  it('is a problem, while everything else goes on', async () => {
    const dir = await inmateFolder({ ...PLAIN, 'inmate.ts': ENDLESS });
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const { problems, methods, complete, namesKnown } = await readInmate(dir);
    clearInterval(timer);
    expect(problems).toEqual([{ file: 'inmate.ts', message: TOO_LONG, severity: 'warning', line: 1, column: 1 }]);
    expect({ methods, complete, namesKnown }).toEqual({ methods: [], complete: false, namesKnown: false });
    // Parsed in this thread it would have had no turn at all.
    expect(turns).toBeGreaterThan(20);
    expect(await findMethods(await inmateFolder(GOOD))).toMatchObject({ methods: [{ name: 'good' }], complete: true });
  });

  it('is not what another one is taken for whose process computes something else meanwhile', async () => {
    const reader = readerOf({ file: 100, job: 100 });
    await reader.read({ kind: 'places', text: 'export function first() {}', dialect: TYPESCRIPT });
    const reading = reader.read({ kind: 'places', text: 'export function good() {}', dialect: TYPESCRIPT });
    // The reader begins in a turn to come, and looks at the cost before it hears that the thread is done.
    await new Promise(setImmediate);
    const begun = processorTime();
    while (processorTime() - begun < 500);
    expect(await reading).toMatchObject([{ name: 'good' }]);
  });

  it('is told of its own file alone, and is not parsed again', async () => {
    const dir = await inmateFolder({
      ...PLAIN,
      'inmate.ts': `import './slow.ts';\nexport function a() {}\nenum E { x }`,
      'slow.ts': `${ENDLESS}\n`,
    });
    const found = await readInmate(dir);
    expect(found.methods).toMatchObject([{ name: 'a', line: 2 }]);
    expect(found.problems.map(({ file, line, severity }) => [file, line, severity])).toEqual([
      ['inmate.ts', 3, 'error'],
      ['slow.ts', 1, 'warning'],
    ]);
    const begun = processorTime();
    expect(await readInmate(dir)).toEqual(found);
    expect(processorTime() - begun).toBeLessThan(LIMITS.file);
    // It runs in a container, within the limits of that.
    await writeFile(path.join(dir, 'inmate.ts'), `import './slow.ts';\nexport function a() {}`);
    await new SourceCheck(dir).refuseUnrunnable({ engine: 'docker' });
  });

  it('costs no more where there are many of them', async () => {
    const reader = readerOf({ file: 100 });
    const slow = Array.from({ length: 30 }, (_, i) => [`m${i}.ts`, `${ENDLESS} // ${i}`] as const);
    const imports = slow.map(([name]) => `import './${name}';`).join('\n');
    const files: Record<string, string> = Object.fromEntries(slow);
    const inmateDir = await inmateFolder({ ...PLAIN, ...files, 'inmate.ts': imports });
    const runsIn = { engine: 'docker', baseImage: undefined, node: '24.0.0' } as const;
    const { problems } = await reader.read({ kind: 'inmate', inmateDir, runsIn, texts: undefined });
    expect(problems.map(({ message }) => message)).toEqual(['is not read: other files of the inmate cost too much']);
  });

  it('is refused where it is open in an editor', async () => {
    const reader = readerOf({ file: 100 });
    for (const _ of 'twice') {
      const places = reader.read({ kind: 'places', text: ENDLESS, dialect: TYPESCRIPT });
      await expect(places).rejects.toThrow(UsageError);
      await expect(places).rejects.toThrow('too long to parse');
    }
    const text = 'export function next() {}\nexport { x as y } from "./x.ts";\nexport const z = w;';
    expect(await reader.read({ kind: 'places', text, dialect: TYPESCRIPT })).toEqual([
      { name: 'next', line: 1 },
      { name: 'z', line: 3 },
    ]);
    expect(await readMethodPlaces('x'.repeat(3_000_000), TYPESCRIPT)).toEqual([]);
  });
});

describe('a source that takes too much memory', () => {
  it('ends its thread and nothing else', async () => {
    const reader = readerOf({ memory: 40 });
    const text = ';'.repeat(1_000_000);
    const inmateDir = await inmateFolder({ ...PLAIN, 'inmate.ts': text });
    const { problems } = await reader.read({ kind: 'methods', inmateDir });
    expect(problems).toMatchObject([{ file: 'inmate.ts', message: 'is not read: it takes too much memory to parse' }]);
    const good = await reader.read({ kind: 'methods', inmateDir: await inmateFolder(GOOD) });
    expect(good).toMatchObject({ methods: [{ name: 'good' }], problems: [] });
  });
});

describe('what is large or deep', () => {
  const DEEP = 20_000;
  it.each([
    ['brackets', `export const f = ${'['.repeat(DEEP)}${']'.repeat(DEEP)};`],
    ['parentheses', `export const f = ${'('.repeat(DEEP)}1`],
    ['templates', `export const f = ${'`${'.repeat(DEEP)}1`],
    ['patterns', `export const ${'['.repeat(3000)}a${']'.repeat(3000)} = 1;`],
    ['types', `export type T = ${'A<'.repeat(DEEP)}1`],
    ['namespaces', 'namespace a {'.repeat(DEEP)],
    ['operators', `export const f = 1${' + 1'.repeat(DEEP)}`],
    ['casts', `export const f = (() => 1)${' as any'.repeat(DEEP)}`],
    ['chains', `module.exports = a${'.b'.repeat(DEEP)}`],
    ['assignments', `${'exports.a = '.repeat(DEEP)}1`],
  ])('is read or told, never raised: %s', async (_, text) => {
    const dir = await inmateFolder({ 'inmate.cts': text, 'inmate.ts': text });
    const { problems } = await readInmate(dir);
    for (const { message, file } of problems) {
      expect(file).toBe('inmate.ts');
      expect(message.length).toBeLessThan(300);
      expect(message).not.toContain('call stack');
    }
  });

  it('is told as what it is where it is too deep for the parser', async () => {
    const text = `export function f() {}\nexport const y = ${'('.repeat(DEEP)}1${')'.repeat(DEEP)};`;
    const { methods, problems } = await readInmate(await inmateFolder({ ...PLAIN, 'inmate.ts': text }));
    expect(methods.map(({ name }) => name)).toEqual(['f']);
    expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning what it nests is too deep to parse: an export that stands in it is not listed',
    ]);
  });

  it('tells no more methods and parameters than anybody reads', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `export const f${i} = (a, b, c) => 1;`).join('\n');
    const found = await readInmate(await inmateFolder({ ...PLAIN, 'inmate.ts': many }));
    expect(found.methods).toHaveLength(5000);
    expect(found).toMatchObject({ complete: false, namesKnown: false });
    expect(found.problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([`warning ${TOO_MANY}`]);
    const wide = `export function f(${'a,'.repeat(50_000)}z) {} export function g() {}`;
    const { methods, complete } = await findMethods(await inmateFolder({ 'inmate.ts': wide }));
    expect({ names: methods.map(({ name }) => name), complete }).toEqual({ names: [], complete: false });
  });

  it('tells one comment of many functions in few words', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `f${i} = () => 1`).join(', ');
    const text = `/** ${'word '.repeat(100_000)} */\nexport const ${names};`;
    const { methods } = await findMethods(await inmateFolder({ ...PLAIN, 'inmate.ts': text }));
    expect(methods).toHaveLength(3000);
    for (const { doc } of methods) expect(doc?.length).toBeLessThan(1100);
  });

  it('is not read at all beyond a bound', async () => {
    const dir = await inmateFolder({ ...PLAIN, 'inmate.ts': '' });
    await writeFile(path.join(dir, 'inmate.ts'), Buffer.alloc(100 * 1024 * 1024, ' '));
    const message = 'is larger than 2 MiB, and no more is read of it';
    expect((await readInmate(dir)).problems).toMatchObject([{ message }]);
    const texts = new Map([[path.join(dir, 'inmate.ts'), ' '.repeat(3_000_000)]]);
    await writeFile(path.join(dir, 'inmate.ts'), '');
    const { problems } = await readInmate(dir, { texts });
    expect(problems.map((problem) => problem.message)).toEqual(['is longer than 2097152 characters and is not read']);
  });

  it('is in a package.json, too', async () => {
    const conditions = `${'{"node":'.repeat(50_000)}"./a.ts"${'}'.repeat(50_000)}`;
    const dir = await inmateFolder({
      'package.json': `{ "type": "module", "imports": { "#a": ${conditions} } }`,
      'inmate.ts': "import '#a'; export function f() {}",
    });
    expect(await readInmate(dir)).toMatchObject({ methods: [{ name: 'f' }], problems: [{ severity: 'error' }] });
  });
});

describe.skipIf(process.platform === 'win32')('what is not a regular file', () => {
  const fifo = (dir: string, name: string): unknown => execFileSync('mkfifo', [path.join(dir, name)]);
  const NOT_READ = 'is a FIFO: only a regular file is read';

  it('is refused in place of the inmate, by its name', async () => {
    for (const make of [
      (dir: string) => fifo(dir, 'inmate.ts'),
      (dir: string) => symlink('/dev/zero', path.join(dir, 'inmate.ts')),
      (dir: string) => symlink('inmate.ts', path.join(dir, 'inmate.ts')),
    ]) {
      const dir = await inmateFolder({ 'inmate.js': 'export function f() {}' });
      await make(dir);
      await expect(readInmate(dir)).rejects.toThrow(`inmate.ts in ${dir} is not a regular file`);
    }
    await expect(findMethods(await inmateFolder({ 'inmate.ts/a': '' }))).rejects.toThrow(/inmate\.cjs; make one there/);
  });

  it('is told beside it, and nothing hangs, however many there are', async () => {
    const dir = await inmateFolder({ 'inmate.ts': "import './x.ts'; import '@y/z'; export function f() {}" });
    for (const name of ['package.json', 'Dockerfile', 'tsconfig.json', 'x.ts']) fifo(dir, name);
    const { methods, problems } = await readInmate(dir);
    expect(methods).toMatchObject([{ name: 'f' }]);
    expect(
      problems.filter(({ message }) => message === NOT_READ).map(({ file, severity }) => [file, severity]),
    ).toEqual([
      ['package.json', 'error'],
      ['Dockerfile', 'error'],
      ['x.ts', 'warning'],
    ]);
    expect((await readInmate(await inmateFolder(GOOD))).problems).toEqual([]);
  });

  it('is told where it is endless, huge, or a link out of the folder', async () => {
    const dir = await inmateFolder({ 'inmate.ts': 'export function f() {}', 'package.json': '' });
    await symlink('/dev/zero', path.join(dir, 'Dockerfile'));
    await truncate(path.join(dir, 'package.json'), 20 * 1024 ** 3);
    expect((await readInmate(dir)).problems.map(({ file, message }) => `${file} ${message}`)).toEqual([
      'package.json is larger than 2 MiB, and no more is read of it',
      'Dockerfile is a link that leads out of its folder, and is not followed',
    ]);
  });
});

describe('the thread that reads sources', () => {
  it('gives each its own answer, whoever asks at the same time', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    const dirs = await Promise.all(
      names.map((name, i) =>
        inmateFolder({ ...PLAIN, 'inmate.ts': i === 5 ? ENDLESS : `export function ${name}() {}` }),
      ),
    );
    const found = await Promise.all(dirs.map((dir) => findMethods(dir)));
    const expected = names.map((name, i) => (i === 5 ? [] : [name]));
    expect(found.map(({ methods }) => methods.map(({ name }) => name))).toEqual(expected);
  });

  it('raises what the job raises', async () => {
    await expect(findMethods('/nowhere/at/all')).rejects.toThrow(UsageError);
    await expect(findMethods('/nowhere/at/all')).rejects.toThrow('there is no directory /nowhere/at/all');
  });

  it('reads a text again when it has changed, and only then', async () => {
    const dir = await inmateFolder(GOOD);
    const file = path.join(dir, 'inmate.ts');
    for (const name of ['one', 'two', 'one']) {
      await writeFile(file, `export function ${name}() {}`);
      expect((await readInmate(dir)).methods).toMatchObject([{ name }]);
      const texts = new Map([[file, `export function other() {}`]]);
      expect((await readInmate(dir, { texts })).methods).toMatchObject([{ name: 'other' }]);
    }
  });

  it('keeps no process alive', async () => {
    const dir = await inmateFolder(GOOD);
    const script = `require('./dist/engine.cjs').findMethods(${JSON.stringify(dir)}).then((f) => console.log(f.methods[0].name))`;
    // It is kept for half a minute for the next source.
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { timeout: LIMITS.idle - 5000 });
    expect(stdout).toBe('good\n');
  });
});
