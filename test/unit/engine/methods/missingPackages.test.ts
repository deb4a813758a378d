import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { InmateSourceError, readInmate, refuseUnrunnable } from '../../../../src/engine/methods/readInmate.ts';
import type { ReadOptions } from '../../../../src/engine/methods/inmateReading.ts';
import { inmateFolder, removeFolders, type Files } from './inmateFolder.ts';

removeFolders();

const TEMPLATE = path.join(import.meta.dirname, '../../../../inmate-template');
const DOCKERFILE = readFileSync(path.join(TEMPLATE, 'Dockerfile'), 'utf8');
const PLAIN = { 'package.json': '{ "type": "module" }', Dockerfile: DOCKERFILE };
const IMPORTING = { 'inmate.ts': 'import "not-there/x"; export const f = () => 1;' };

async function missingIn(files: Files, options: ReadOptions = {}): Promise<readonly (readonly unknown[])[]> {
  const { problems } = await readInmate(await inmateFolder(files), options);
  return problems.map(({ severity, missingPackage }) => [severity, missingPackage]);
}

describe('a package that an inmate imports and does not name', () => {
  it('keeps it from being built where the image is that of the template', async () => {
    expect(await missingIn({ ...PLAIN, ...IMPORTING })).toEqual([['error', 'not-there']]);
    expect(await missingIn({ ...PLAIN, ...IMPORTING }, { baseImage: 'corp/base:1' })).toEqual([['error', 'not-there']]);
    const scoped = { 'inmate.ts': 'export { a } from "@corp/tool/x";' };
    expect((await missingIn({ ...PLAIN, ...scoped }))[0]).toEqual(['error', '@corp/tool']);
    const dir = await inmateFolder({ ...PLAIN, ...IMPORTING });
    const refused = refuseUnrunnable(dir, { engine: 'docker' });
    await expect(refused).rejects.toThrow(InmateSourceError);
    await expect(refused).rejects.toMatchObject({ inmateDir: dir, problems: [{ missingPackage: 'not-there' }] });
  });

  it.each([
    'RUN npm install --global not-there',
    'RUN cp -r /opt/node_modules .',
    'COPY --from=deps /node_modules ./node_modules',
    'COPY vendor /node_modules',
    'WORKDIR /opt/app',
    'ENV NODE_PATH=/opt/node_modules',
  ])('is doubted where the Dockerfile may bring it: %s', async (line) => {
    const files = { ...PLAIN, ...IMPORTING, Dockerfile: `${DOCKERFILE}\n${line}\n` };
    expect(await missingIn(files)).toEqual([['warning', 'not-there']]);
  });

  it('is doubted where nothing says that it is not found elsewhere', async () => {
    const { Dockerfile: _none, ...withoutImage } = PLAIN;
    expect(await missingIn({ ...withoutImage, ...IMPORTING })).toEqual([['warning', 'not-there']]);
    expect(await missingIn({ ...PLAIN, ...IMPORTING }, { engine: 'process' })).toEqual([['warning', 'not-there']]);
    const later = { 'inmate.ts': 'export const f = () => import("not-there");' };
    expect(await missingIn({ ...PLAIN, ...later })).toEqual([['warning', 'not-there']]);
    const required = { 'inmate.cjs': 'const x = require("not-there"); exports.f = () => x;' };
    expect(await missingIn({ ...PLAIN, ...required })).toEqual([['warning', 'not-there']]);
  });

  it('is one of those that are named, or lies there', async () => {
    const named = { ...PLAIN, 'package.json': '{ "type": "module", "dependencies": { "not-there": "1" } }' };
    expect(await missingIn({ ...named, ...IMPORTING })).toEqual([]);
    expect(await missingIn({ ...PLAIN, ...IMPORTING, 'node_modules/not-there/x.js': '' })).toEqual([]);
    const dev = { ...PLAIN, 'package.json': '{ "type": "module", "devDependencies": { "not-there": "1" } }' };
    expect(await missingIn({ ...dev, ...IMPORTING })).toEqual([['error', 'not-there']]);
    const typed = { 'inmate.ts': 'import type { A } from "not-there"; export const f = (a: A) => a;' };
    expect(await missingIn({ ...PLAIN, ...typed })).toEqual([]);
  });
});
