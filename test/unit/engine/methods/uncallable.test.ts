import { describe, expect, it } from 'vitest';
import { methodsOf, methodsOfCommonJs } from '../../../../inmate-template/entrypoint/inmate/load/methods.ts';
import { findMethods } from '../../../../src/engine/methods/findMethods.ts';
import { methodPlaces } from '../../../../src/engine/methods/methodPlaces.ts';
import { readInmate } from '../../../../src/engine/methods/readInmate.ts';
import { inmateFolder, removeFolders } from './inmateFolder.ts';

removeFolders();

/** Names that objects have a meaning for, and modules have not. */
const CALLABLE = ['constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'async', 'name', 'length'];
const UNCALLABLE = ['then', '__proto__', '__esModule'];

/** What Node finds in a module with these exports. */
const moduleOf = async (source: string): Promise<{ readonly all: object }> => {
  const wrapper = `import * as all from ${JSON.stringify(urlOf(source))}; export { all };`;
  // In a member: what has a `then` would be taken for a promise.
  return (await import(urlOf(wrapper))) as { readonly all: object };
};
const urlOf = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

describe('a method whose name means something elsewhere', () => {
  it.each(CALLABLE)('is listed, has a place, and is called: %s', async (name) => {
    const source = `export function ${name}() {}\n`;
    const { methods, problems } = await findMethods(await inmateFolder({ 'inmate.js': source }));
    expect(methods.map((method) => method.name)).toEqual([name]);
    expect(problems).toEqual([]);
    expect(methodPlaces(source, { typescript: false, format: 'module' })).toEqual([{ name, line: 1 }]);
    expect([...methodsOf((await moduleOf(source)).all).keys()]).toEqual([name]);
  });

  it.each(UNCALLABLE)('is not listed and has no place where it is never called, which is told: %s', async (name) => {
    const source = `export function ${name}() {}\nexport const fine = () => 1;\n`;
    const dir = await inmateFolder({ 'inmate.js': source });
    for (const { methods, problems } of [await findMethods(dir), await readInmate(dir)]) {
      expect(methods.map((method) => method.name)).toEqual(['fine']);
      expect(problems).toEqual([
        {
          file: 'inmate.js',
          line: 1,
          column: 17,
          severity: 'warning',
          message: expect.stringMatching(`^"${name}" cannot be called: .*Export it under another name$`) as string,
        },
      ]);
    }
    expect(methodPlaces(source, { typescript: false, format: 'module' })).toEqual([{ name: 'fine', line: 2 }]);
    expect([...methodsOf((await moduleOf(source)).all).keys()]).toEqual(['fine']);
  });

  it('is told where it comes from another module, and where only running tells what it is', async () => {
    const dir = await inmateFolder({
      'inmate.js': `export * from './a.js';\nexport const fine = () => 1;`,
      'a.js': `const f = wrap();\nexport { f as then };`,
    });
    const { unknown, problems } = await readInmate(dir);
    expect(unknown).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ file: 'a.js', line: 2, column: 15 })]);
  });

  it('is nothing to tell where it is no function', async () => {
    const dir = await inmateFolder({ 'inmate.js': `export const __esModule = true;\nexport const then = 1;\n` });
    expect((await readInmate(dir)).problems).toEqual([]);
  });

  it('is the name that is meant where it is written with escapes', async () => {
    const source = `export function \\u0061bc() {}\nexport function th\\u0065n() {}\n`;
    const { methods, problems } = await findMethods(await inmateFolder({ 'inmate.js': source }));
    expect(methods.map(({ name }) => name)).toEqual(['abc']);
    expect(problems).toHaveLength(1);
    expect([...methodsOf((await moduleOf(source)).all).keys()]).toEqual(['abc']);
  });

  it('may be "class" in CommonJS, and a class stays one', () => {
    const members = { class() {}, Real: class extends Map {}, Named: class Named extends Map {} };
    expect([...methodsOfCommonJs(members).keys()]).toEqual(['class']);
  });
});
