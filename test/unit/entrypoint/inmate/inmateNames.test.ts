import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { INMATE_GLOB } from '../../../../src/editor/contributions.ts';
import { INMATE_FILES } from '../../../../src/engine/methods/inmateFile.ts';

const ENTRYPOINT = join(import.meta.dirname, '../../../../inmate-template/entrypoint/inmate/load/importInmate.ts');

it('an inmate has the same names for who calls it, who runs it and who shows it', async () => {
  const source = await readFile(ENTRYPOINT, 'utf8');
  const [, list = ''] = /^const NAMES = \[(.*?)\];$/ms.exec(source) ?? [];
  expect(Array.from(list.matchAll(/'([^']+)'/g), ([, name]) => name)).toEqual(INMATE_FILES);
  const [, endings = ''] = /\{(.*)\}/.exec(INMATE_GLOB) ?? [];
  expect(endings.split(',').map((ending) => `inmate.${ending}`)).toEqual(INMATE_FILES);
});
