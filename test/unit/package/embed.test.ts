import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as engine from '../../../src/engine/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const page = await readFile(join(ROOT, 'docs/embed.md'), 'utf8');

it('shows the service as it runs in the tests', async () => {
  const service = await readFile(join(ROOT, 'docs/embed/service.ts'), 'utf8');
  const [, shown] = page.split('## A service').at(-1)?.split('```ts\n') ?? [];
  // The shorter name of the package leaves room for an import on one line.
  const words = (text: string | undefined): string | undefined => text?.replaceAll(/,?\s+/g, ' ');
  expect(words(shown?.replace(/```\n$/, ''))).toBe(
    words(service.replace("'../../src/engine/index.ts'", "'hoosegow-inspector'")),
  );
});

it('tells each code of an error, and the classes that have it', () => {
  const rows = Array.from(page.matchAll(/^\| `(HOOSEGOW_\w+)` +\| (.+?) +\|/gm), ([, code, classes = '']) => ({
    code,
    classes: Array.from(classes.matchAll(/`(\w+)`/g), ([, name = '']) => name),
  }));
  const codes = new Set(rows.map(({ code }) => code));
  expect(codes).toEqual(new Set(engine.ERROR_CODES));
  expect(rows).toHaveLength(codes.size);
  // And every class of an error that there is.
  const classes = Object.entries(engine).flatMap(([name, value]) =>
    typeof value === 'function' && value.prototype instanceof engine.HoosegowError ? [name] : [],
  );
  const told = new Set(rows.flatMap((row) => row.classes));
  expect(classes.filter((name) => name !== 'DispatchError' && !told.has(name))).toEqual([]);
});
