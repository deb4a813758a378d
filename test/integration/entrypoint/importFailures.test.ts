import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { entrypointUnderTest } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'hoosegow-failures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;

/** @returns message and backtrace of what the import of an inmate raises, the folder left out */
async function failureOf(files: Readonly<Record<string, string>>): Promise<{ message: string; backtrace: unknown }> {
  const dir = join(folder, String(made++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  const { last } = await entrypoint.call('method', [], { inmate: join(dir, 'inmate.mjs') });
  expect(last).toMatchObject({ type: 'raise', value: { class: 'InmateImportError' } });
  const { message, backtrace } = (last as { value: { message: string; backtrace: string[] } }).value;
  return { message: message.replaceAll(dir, ''), backtrace: backtrace.map((line) => line.replace(dir, '')) };
}

it.each([
  [
    'import "@/lib/x.mjs";',
    /"@\/lib\/x\.mjs" is not a package, and paths of tsconfig\.json do nothing.*"\.\/lib\/x\.mjs"/,
  ],
  ['import "lib/x.mjs";', /"lib\/x\.mjs" is not a package.*"\.\/lib\/x\.mjs"/],
  ['import "~/x.mjs";', /"~\/x\.mjs" is not a package/],
  ['import {\n  x,\n} from "./lib/x.js";', /there is no file "\.\/lib\/x\.js", but "\.\/lib\/x\.mjs"/, 3],
  ['import "./lib/nowhere.mjs";', /there is no file "\.\/lib\/nowhere\.mjs"/],
  ['import "./lib";', /Directory import.*name a file of it/],
  ['import data from "./data.json";', /with \{ type: "json" \}/],
  ['import "#lib";', /"#lib".*define it in "imports" of package\.json/],
  ['import "https://example.org/x.mjs";', /protocol 'https:'.*npm/],
  ['import "node:fss";', /node:fss/],
  ['import { T } from "./lib/x.mjs";', /export named 'T': if it is a type, write `import \{ type … \}`/],
  ['const a = 1;\nconst a = 2;', /already been declared/, 2],
  ['@decorated class C {}', /Node does not run decorators/],
  ['class C {\n  accessor x = 1;\n}', /accessor/, 2],
  ['export { nothing };', /'nothing' is not defined/],
])('says where and what to do: %s', async (source, told, line = 1) => {
  const { message, backtrace } = await failureOf({
    'inmate.mjs': `\n${source}\n`,
    'lib/x.mjs': 'export const x = 1;',
    'data.json': '{}',
    'package.json': '{ "type": "module" }',
  });
  expect(message).toMatch(told);
  expect(message).toMatch(new RegExp(` \\(/inmate\\.mjs:${line + 1}\\)$`));
  expect(message).not.toMatch(/npm install (?:@|~|lib)/);
  expect(backtrace).toEqual([`/inmate.mjs:${line + 1}`]);
});

it('finds the place in what is imported, too', async () => {
  const { message } = await failureOf({
    'inmate.mjs': `import './fine.mjs'; import './lib/broken.mjs';`,
    'fine.mjs': '',
    'lib/broken.mjs': `\n\nexport const x = ;`,
  });
  expect(message).toMatch(/\/lib\/broken\.mjs:3\)$/);
});

it('says what to write of CommonJS in an ES module', async () => {
  const { message } = await failureOf({ 'inmate.mjs': 'module.exports = {};' });
  expect(message).toMatch(/is not defined.*`export`.*inmate\.cjs/);
});
