import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readInmate } from '../../../../src/engine/methods/readInmate.ts';
import { inmateFolder, removeFolders, type Files } from './inmateFolder.ts';

removeFolders();

const MODULE = { 'package.json': '{ "type": "module" }' };

/** Inmates of several modules, each of which Node 24.9 runs. */
const LEGAL: Readonly<Record<string, Files>> = {
  'what is not a function, passed on by two modules': {
    ...MODULE,
    'base.ts': 'export class K {}\nexport const a = 1;\nexport let [p, q] = [1, 2];',
    'one.ts': 'export { a, K } from "./base.ts";',
    'two.ts': 'export * from "./base.ts";',
    'both.ts': 'export * from "./one.ts";\nexport * from "./two.ts";',
    'inmate.ts': 'import { a, K, p } from "./both.ts";\nexport const f = () => [a, K, p];',
  },
  'what a package gives, passed on by two modules': {
    'package.json': '{ "type": "module", "dependencies": { "dep": "1" } }',
    'one.ts': 'export { x } from "dep";',
    'two.ts': 'import { x } from "dep";\nexport { x };',
    'both.ts': 'export * from "./one.ts";\nexport * from "./two.ts";',
    'inmate.ts': 'import { x } from "./both.ts";\nexport const f = () => x;',
  },
  'a value beside a type of that name from another module': {
    ...MODULE,
    'type.ts': 'export type X = 1;\nexport interface Y {}',
    'value.ts': 'export const X = 1;',
    'more.ts': 'export interface Y {}',
    'both.ts': 'export * from "./type.ts";\nexport * from "./value.ts";\nexport * from "./more.ts";',
    'inmate.ts': 'import { X, type Y } from "./both.ts";\nexport const f = (y: Y) => [X, y];',
  },
  'a value behind a type of that name': {
    ...MODULE,
    'value.ts': 'export const X = 1;',
    'both.ts': 'export type X = number;\nexport * from "./value.ts";',
    'inmate.ts': 'import { X } from "./both.ts";\nexport const f = () => X;',
  },
  'a value in front of the import of a type of that name': {
    ...MODULE,
    'types.ts': 'export interface Foo {}',
    'inmate.ts': 'const Foo = 1;\nexport { Foo };\nimport type { Foo } from "./types.ts";\nexport const f = () => Foo;',
  },
  'names that are strings': {
    ...MODULE,
    'names.js': 'const x = () => 1;\nexport { x as "a b", x as "kebab-case" };',
    'inmate.js':
      'import { "a b" as y } from "./names.js";\nexport { "kebab-case" as z, "a b" } from "./names.js";\ny();',
  },
  'a file without an ending': {
    ...MODULE,
    helper: 'export const v = 1;',
    'inmate.js': 'import { v } from "./helper";\nexport const f = () => v;',
  },
  'imports of package.json for require': {
    'package.json': JSON.stringify({
      type: 'commonjs',
      imports: {
        '#a': { require: './a.cjs' },
        '#b': { import: './gone.mjs', default: './a.cjs' },
        '#n/*': { node: { require: './*.cjs' } },
      },
    }),
    'a.cjs': 'exports.a = 1;',
    'inmate.js': 'const a = require("#a"), b = require("#b"), c = require("#n/a");\nexports.f = () => [a, b, c];',
  },
  'packages whose names npm would not take': {
    'package.json': '{ "type": "module", "dependencies": { "_private": "file:./private" } }',
    'node_modules/@/x/package.json': '{ "name": "@/x" }',
    'inmate.js': 'import a from "_private";\nimport b from "@/x";\nexport const f = () => [a, b];',
  },
};

async function errorsOf(folder: string): Promise<readonly string[]> {
  const { problems } = await readInmate(folder);
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

it.each(Object.entries(LEGAL))('is not refused: %s', async (_, files) => {
  expect(await errorsOf(await inmateFolder(files))).toEqual([]);
});

it('is not refused: links that differ from what they lead to in capitals', async () => {
  const folder = await inmateFolder({
    ...MODULE,
    'lib/util.js': 'export const v = 1;',
    'inmate.js': 'import { v } from "./Lib/util.js";\nimport "./lib/Util.js";\nexport const f = () => v;',
  });
  await symlink('lib', path.join(folder, 'Lib'));
  await symlink('util.js', path.join(folder, 'lib/Util.js'));
  expect(await errorsOf(folder)).toEqual([]);
});

it.each<readonly [string, Files]>([
  ['a package', { 'package.json': '{ "type": "commonjs", "dependencies": { "module-alias": "2" } }' }],
  ['its own code', { 'inmate.js': 'process.env.NODE_PATH = __dirname;\nconst x = require("@/lib/x");' }],
])('may find a file by an alias where %s makes require look for it', async (_, files) => {
  const plain = {
    'package.json': '{ "type": "commonjs" }',
    'lib/x.js': 'exports.x = 1;',
    'inmate.js': 'const x = require("@/lib/x");\nexports.f = () => x;',
  };
  expect(await errorsOf(await inmateFolder(plain))).toHaveLength(1);
  expect(await errorsOf(await inmateFolder({ ...plain, ...files }))).toEqual([]);
});

it('exports no name that two modules give in different ways', async () => {
  const folder = await inmateFolder({
    ...MODULE,
    'one.ts': 'export class K {}',
    'two.ts': 'export class K {}',
    'both.ts': 'export * from "./one.ts";\nexport * from "./two.ts";',
    'inmate.ts': 'import { K } from "./both.ts";\nexport const f = () => K;',
  });
  expect(await errorsOf(folder)).toEqual(['"./both.ts" exports no "K"']);
});
