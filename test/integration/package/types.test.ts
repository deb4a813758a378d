import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts50 from 'typescript-5.0';
import ts59 from 'typescript-5.9';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedPackage, type Project } from '../../support/installedPackage.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MODULES = join(ROOT, 'node_modules');

let project: Project;
beforeAll(async () => {
  project = await installedPackage();
  const consumer = await readFile(join(ROOT, 'test/fixtures/consumers/consumer.ts'), 'utf8');
  await Promise.all(['consumer.mts', 'consumer.cts', 'consumer.ts'].map(async (file) => project.write(file, consumer)));
  for (const [name, types] of [
    ['old', 'types-node-20.4'],
    ['new', '@types/node'],
  ] as const) {
    await mkdir(join(project.folder, 'types', name), { recursive: true });
    await symlink(join(MODULES, types), join(project.folder, 'types', name, 'node'), 'dir');
  }
}, 120_000);
afterAll(async () => project.remove());

/** With nothing but the library, Node's types and the compiler's own library, all of which are checked. */
function optionsWith(options: object, typesOfNode: 'old' | 'new'): object {
  const strict = { strict: true, skipLibCheck: false, noEmit: true, exactOptionalPropertyTypes: true };
  return { ...strict, ...options, typeRoots: [join(project.folder, 'types', typesOfNode)], types: ['node'] };
}

interface Diagnostic {
  readonly file?: { readonly fileName: string } | undefined;
  readonly messageText: unknown;
}

/** As much of a compiler as every version of it has. */
interface Compiler<O, P> {
  convertCompilerOptionsFromJson(json: unknown, folder: string): { options: O; errors: readonly Diagnostic[] };
  createProgram(files: readonly string[], options: O): P;
  getPreEmitDiagnostics(program: P): readonly Diagnostic[];
}

/** @returns what the compiler says of a file of the project */
function check<O, P>(ts: Compiler<O, P>, file: string, json: object): readonly unknown[] {
  const { options, errors } = ts.convertCompilerOptionsFromJson(json, project.folder);
  const program = ts.createProgram([join(project.folder, file)], options);
  const found = [...errors, ...ts.getPreEmitDiagnostics(program)];
  return found.map((diagnostic) => [diagnostic.file?.fileName, diagnostic.messageText]);
}

const WAYS = [
  ['node', 'consumer.ts', { module: 'commonjs', moduleResolution: 'node', target: 'es2018' }],
  ['node16, ES module', 'consumer.mts', { module: 'node16', moduleResolution: 'node16', target: 'es2022' }],
  ['node16, CommonJS', 'consumer.cts', { module: 'node16', moduleResolution: 'node16', target: 'es2022' }],
  ['nodenext', 'consumer.mts', { module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022' }],
  ['bundler', 'consumer.ts', { module: 'esnext', moduleResolution: 'bundler', target: 'es2022' }],
] as const;

describe.each(WAYS)('moduleResolution of %s', (_way, file, options) => {
  it('holds with TypeScript 5.0, and with types of Node from its time', () => {
    expect(check(ts50, file, optionsWith(options, 'old'))).toEqual([]);
  });
});

it.each(WAYS.filter(([way]) => way === 'node' || way === 'nodenext'))(
  'and with TypeScript 5.9: %s',
  (_way, file, options) => {
    expect(check(ts59, file, optionsWith(options, 'new'))).toEqual([]);
  },
);

it.each(WAYS.filter(([way]) => way === 'nodenext' || way === 'bundler'))(
  'and with TypeScript 7: %s',
  async (_way, file, options) => {
    const compilerOptions = optionsWith(options, 'new');
    const config = await project.write(`${file}.json`, JSON.stringify({ compilerOptions, files: [file] }));
    const tsc = join(MODULES, 'typescript/bin/tsc');
    await expect(promisify(execFile)(process.execPath, [tsc, '-p', config])).resolves.toMatchObject({ stdout: '' });
  },
);
