import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import { INMATE_GLOB } from '../../../../src/editor/contributions.ts';
import { INMATE_FILES } from '../../../../src/engine/methods/inmateFile.ts';
import { filesAlike } from '../../../../src/engine/methods/resolve/resolveRelative.ts';
import { dialectOf } from '../../../../src/engine/methods/source/dialect.ts';
import { INMATE_ENDINGS } from '../../../../src/text/inmateEndings.ts';

const TEMPLATE = join(import.meta.dirname, '../../../../inmate-template');

/** Texts of a list in a source that may import nothing of ours. */
async function listIn(file: string, name: string): Promise<readonly string[]> {
  const source = await readFile(join(TEMPLATE, 'entrypoint/inmate/load', file), 'utf8');
  const [, list = ''] = new RegExp(`^const ${name} = \\[(.*?)\\];$`, 'ms').exec(source) ?? [];
  return Array.from(list.matchAll(/'([^']+)'/g), ([, text = '']) => text);
}

const dotted = INMATE_ENDINGS.map((ending) => `.${ending}`);

it('an inmate has the same names for who calls it, who runs it and who shows it', async () => {
  expect(INMATE_FILES).toEqual(INMATE_ENDINGS.map((ending) => `inmate.${ending}`));
  expect(await listIn('importInmate.ts', 'NAMES')).toEqual(INMATE_FILES);
  expect(manifest.activationEvents).toContain(`workspaceContains:${INMATE_GLOB}`);
});

describe('each ending of an inmate', () => {
  it('is among those that an import may have meant, here and in the container', async () => {
    expect((await listIn('missingImport.ts', 'ENDINGS')).toSorted()).toEqual([...dotted, '.json'].toSorted());
    const alike = filesAlike('x');
    expect(dotted.filter((ending) => !alike.includes(`x${ending}`))).toEqual([]);
  });

  it('has a dialect: TypeScript or not, a kind of module or not', () => {
    expect(INMATE_ENDINGS.map((ending) => dialectOf(`inmate.${ending}`).typescript)).toEqual(
      INMATE_ENDINGS.map((ending) => ending.endsWith('ts')),
    );
  });

  it('is named by the conditions of menus, and no other is', () => {
    const clauses = Object.values<readonly { readonly when?: string }[]>(manifest.contributes.menus)
      .flat()
      .flatMap(({ when = '' }) =>
        Array.from(when.matchAll(/resourceFilename =~ \/(.*?)\/(?: |$)/g), ([, regex]) => regex),
      )
      // Others are about documents of calls.
      .filter((clause) => clause !== String.raw`\.call\.jsonc$`);
    expect(clauses.length).toBeGreaterThan(0);
    for (const clause of clauses) {
      const named = new RegExp(clause ?? '');
      const wrong = ['inmate.tsx', 'my-inmate.ts', 'inmate.ts.bak', 'inmatexts'];
      expect([...INMATE_FILES, ...wrong].filter((name) => named.test(name))).toEqual(INMATE_FILES);
    }
  });

  it.each(['README.md', 'bin/hoosegow'])('stands in %s of the template', async (file) => {
    const text = await readFile(join(TEMPLATE, file), 'utf8');
    expect(dotted.filter((ending) => !new RegExp(`\\${ending}\\b`).test(text))).toEqual([]);
  });
});
