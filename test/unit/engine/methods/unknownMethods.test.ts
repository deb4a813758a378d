import { expect, it, describe } from 'vitest';
import { findMethods } from '../../../../src/engine/methods/findMethods.ts';
import { inmateFolderOf } from '../../../../src/engine/methods/inmateFile.ts';
import { nearestName } from '../../../../src/engine/methods/nearestName.ts';
import { inmateFolder, removeFolders, type Files } from './inmateFolder.ts';

removeFolders();

async function found(files: Files): Promise<{ known: string[]; unknown: string[]; namesKnown: boolean }> {
  const { methods, unknown, namesKnown } = await findMethods(await inmateFolder(files));
  return { known: methods.map(({ name }) => name), unknown: unknown.map(({ name }) => name), namesKnown };
}

describe('a name that only running tells', () => {
  it.each([
    'export const add = wrap((a, b) => a + b);',
    'export const add = flag ? (a) => a : (b) => b;',
    'export const add = a ?? b;',
    'export const add = tag`text`;',
    'export const add = new Proxy(f, {});',
    'export const add = new Callable();',
    'import { Map } from "./own.js"; export const add = new Map();',
    'export const { add } = tools;',
    'export const [add] = tools;',
    'export let add = 0; add = () => 1;',
    'export let add; add = () => 1;',
    'export var add = await load();',
    'export { add } from "package";',
    'export { other as add } from "package";',
    'import { add } from "package"; export { add };',
    'import add from "package"; export { add };',
    'import * as all from "package"; const { add } = all; export { add };',
  ])('is told with its place, beside those that are known: %s', async (source) => {
    const files = { 'inmate.js': `export function sure() {}\n${source}`, 'package.json': '{"type":"module"}' };
    expect(await found(files)).toEqual({ known: ['sure'], unknown: ['add'], namesKnown: true });
    const { unknown } = await findMethods(await inmateFolder(files));
    expect(unknown).toEqual([{ name: 'add', file: 'inmate.js', line: 2, column: expect.any(Number) as number }]);
  });

  it.each([
    'export class add {}',
    'export const add = new Map();',
    'export const add = { a() {} };',
    'export const add = 1;',
    'export interface add {}',
    'export declare const add: () => void;',
    'import type { add } from "package"; export { type add };',
    'export type { add } from "package";',
    'export * as add from "package";',
    'export default wrap(() => 1);',
    'export const then = wrap(() => 1);',
  ])('is not told of what is not a function: %s', async (source) => {
    expect(await found({ 'inmate.ts': source })).toMatchObject({ known: [], unknown: [], namesKnown: true });
  });

  it.each(['export * from "package";', 'export * from "./nowhere.ts";', 'export function broken( {'])(
    'may not even be told: %s',
    async (source) => expect(await found({ 'inmate.ts': source })).toMatchObject({ namesKnown: false }),
  );

  it('stands where it is exported, across files', async () => {
    const dir = await inmateFolder({
      'inmate.ts': 'export * from "./lib.ts"; export { b as c } from "./lib.ts";',
      'lib.ts': '\nexport const a = wrap(1);\nexport const b = wrap(2);',
    });
    const { unknown } = await findMethods(dir);
    expect(unknown.map(({ name, file, line }) => `${name} ${file}:${line}`)).toEqual([
      'c inmate.ts:1',
      'a lib.ts:2',
      'b lib.ts:3',
    ]);
  });
});

describe('an inmate in CommonJS', () => {
  const named = async (source: string, file = 'inmate.cjs'): Promise<unknown> => found({ [file]: source });
  const known = (...names: string[]) => ({ known: names, unknown: [], namesKnown: true });

  it.each([
    ['exports.add = (a, b) => a + b;', known('add')],
    ['module.exports.add = function* add(a) {};', known('add')],
    ['exports["add"] = async () => 1; exports.limit = 5; exports.Class = class {};', known('add')],
    [
      'function add() {} class C {} module.exports = { add, C, b() {}, c: () => 1, d: 1, "e": function () {} };',
      known('add', 'b', 'c', 'e'),
    ],
    ['function add() {} exports = module.exports = { add }; module.exports.more = () => 1;', known('add', 'more')],
    ['const add = () => 1; const api = { add }; module.exports = api;', known('add')],
    ['exports.gone = () => 1; module.exports = { add() {} };', known('add')],
    ['module.exports = { ...{ add() {} } }; Object.assign(exports, { more() {} });', known('add', 'more')],
    ['module.exports = function only() {}; module.exports.add = () => 1;', known('add')],
    ['if (require.main === module) run(); exports.add = () => exports.limit;', known('add')],
    [
      'module.exports = { add: wrap(1), get b() { return 1; } };',
      { known: [], unknown: ['add', 'b'], namesKnown: true },
    ],
    [
      'Object.defineProperty(exports, "add", { enumerable: true, get: () => other.add });',
      { known: [], unknown: ['add'], namesKnown: true },
    ],
    ['if (flag) exports.add = () => 1;', { known: [], unknown: ['add'], namesKnown: true }],
    ['module.exports = make(); 0 && (module.exports = { add });', { known: [], unknown: ['add'], namesKnown: false }],
    ['for (const name of names) exports[name] = () => 1;', { known: [], unknown: [], namesKnown: false }],
    ['register(module);', { known: [], unknown: [], namesKnown: false }],
    ['module.exports = new Api();', { known: [], unknown: [], namesKnown: false }],
    ['module.exports = { [key]: 1, add() {} };', { known: ['add'], unknown: [], namesKnown: false }],
    ['(function () { module.exports = {}; })();', { known: [], unknown: [], namesKnown: false }],
    ['console.log(1);', known()],
  ])('has the methods of module.exports: %s', async (source, expected) => {
    expect(await named(source)).toEqual(expected);
  });

  it('is known by its ending, by "type", or by what it has not', async () => {
    const source = 'exports.add = (a) => a;';
    for (const files of [
      { 'inmate.cjs': source },
      { 'inmate.js': source },
      { 'inmate.js': source, 'package.json': '{}' },
      { 'inmate.cts': 'exports.add = (a: number) => a;', 'package.json': '{ "type": "module" }' },
      { 'inmate.ts': 'exports.add = (a: number) => a;', 'package.json': '{ "type": "commonjs" }' },
    ]) {
      expect(await found(files)).toEqual(known('add'));
    }
    expect(await found({ 'inmate.js': source, 'package.json': '{ "type": "module" }' })).toEqual(known());
    // Syntax that CommonJS lacks makes an ES module of it.
    expect(await found({ 'inmate.js': 'import.meta.url; exports.add = 1;' })).toEqual(known());
  });

  it('takes over what it requires, in the way of require', async () => {
    expect(
      await found({
        'inmate.js': `module.exports = { ...require('./lib'), ...require('./folder'), own() {} };`,
        'lib.js': `'use strict'; __exportStar(require('./deep.js'), exports); exports.lib = () => 1;`,
        'deep.js': 'exports.deep = async () => 1;',
        'folder/index.js': 'exports.folder = () => 1;',
      }),
    ).toEqual({ known: ['own', 'deep', 'folder', 'lib'], unknown: [], namesKnown: true });
    expect(await found({ 'inmate.js': `module.exports = require('package');` })).toMatchObject({ namesKnown: false });
  });

  it('may be written in sloppy mode', async () => {
    expect(await named('with (Math) var x = 010; exports.add = () => arguments; return;')).toEqual(known('add'));
  });
});

describe('the folder of an inmate', () => {
  it('may be named by the module in it', async () => {
    const dir = await inmateFolder({ 'inmate.ts': '', 'inmate.js': '', 'other.ts': '', 'note.txt': '' });
    expect(await inmateFolderOf(dir)).toBe(dir);
    expect(await inmateFolderOf(`${dir}/inmate.ts`)).toBe(dir);
    await expect(inmateFolderOf(`${dir}/inmate.js`)).rejects.toThrow(/is inmate\.ts, which comes before inmate\.js/);
    await expect(inmateFolderOf(`${dir}/other.ts`)).rejects.toThrow(/not an inmate: .*name it inmate\.ts$/);
    await expect(inmateFolderOf(`${dir}/note.txt`)).rejects.toThrow(
      /not an inmate: an inmate is a folder with inmate\.ts/,
    );
    await expect(findMethods(`${dir}/inmate.ts`)).rejects.toThrow(/is a file: name the folder that it is in/);
    expect(await inmateFolderOf(`${dir}/nowhere`)).toBe(`${dir}/nowhere`);
  });
});

describe('a folder without an inmate', () => {
  it.each([
    ['inmate.tsx', /but inmate\.tsx, which holds JSX/],
    ['Inmate.ts', /but Inmate\.ts, which is written in capitals/],
    ['index.ts', /it has no inmate\.ts, .*inmate\.cjs; make one there with: hoosegow new /],
  ])('may have one that nearly is: %s', async (file, told) => {
    await expect(findMethods(await inmateFolder({ [file]: '' }))).rejects.toThrow(told);
  });
});

describe('the name that is meant', () => {
  it.each([
    ['rednre', 'render'],
    ['Render', 'render'],
    ['reder', 'render'],
    ['renderAll', 'render'],
    ['countdwn', 'countdown'],
    ['xyz', undefined],
    ['', undefined],
    ['x'.repeat(1000), undefined],
  ])('by %s is %s', (slip, meant) => {
    expect(nearestName(slip, ['reverse', 'render', 'countdown'])).toBe(meant);
  });
});
