import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript-5.9';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from './hostileNames.ts';
import { readModule } from '../../../../src/engine/methods/modules/readModule.ts';
import { checkMethodName, isMethodName, suggestedMethodName } from '../../../../src/engine/scaffold/methodName.ts';
import {
  checkFolderName,
  checkPackageName,
  packageNameOf,
  suggestedPackageName,
} from '../../../../src/engine/scaffold/packageName.ts';
import { nameFirstMethod, withoutExample } from '../../../../src/engine/scaffold/sampleSource.ts';

const TEMPLATE = join(import.meta.dirname, '../../../../inmate-template');
const SAMPLE = readFileSync(join(TEMPLATE, 'inmate.ts'), 'utf8');

const ODD = ['', ' ', 'a b', '2nd', 'a-b', 'a;b', '`', 'a.b', '²', 'a²', 'ⸯ', 'a\u200d', 'e\u0301', 'x'.repeat(101)];
const names = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES, ...ODD),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[\p{ID_Start}$_][\p{ID_Continue}$]{0,8}$/u),
);

const runSample = async (name: string): Promise<unknown> => {
  const source = withoutExample(nameFirstMethod(SAMPLE, name));
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ESNext } });
  const wrapper = `import * as all from ${JSON.stringify(urlOf(outputText))}; export { all };`;
  const { all } = (await import(urlOf(wrapper))) as { all: Record<string, () => AsyncGenerator<unknown, unknown>> };
  const call = all[name]?.();
  let result = await call?.next();
  const yields: unknown[] = [];
  for (; result?.done === false; result = await call?.next()) yields.push(result.value);
  return [yields.length, result?.value];
};
const urlOf = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

const REFUSAL = /is not a name for a method: .+; ".+" would do$/s;
const messageOf = (check: () => void): string => {
  try {
    check();
    return 'it was taken';
  } catch (error) {
    return String(error);
  }
};

describe('a name for the first method', () => {
  it('is found in the sample where it is taken, or gets a reason and another that will do', () => {
    fc.assert(
      fc.property(names, (name) => {
        const refused = isMethodName(name) ? undefined : messageOf(() => checkMethodName(name));
        expect(refused ?? '"" is not a name for a method: x; "x" would do').toMatch(REFUSAL);
        const taken = refused === undefined ? name : suggestedMethodName(name);
        const { names: found, problems } = readModule(nameFirstMethod(SAMPLE, taken), true);
        expect([problems, found.get(taken)?.kind, isMethodName(taken)]).toEqual([[], 'function', true]);
      }),
      { numRuns: 500 },
    );
  });

  it('runs, whatever it means elsewhere', async () => {
    const log = { log: console.log, error: console.error };
    Object.assign(console, { log: () => undefined, error: () => undefined });
    try {
      for (const name of HOSTILE_NAMES.filter(isMethodName))
        expect([name, await runSample(name)]).toEqual([name, [3, 'Hello, world!']]);
    } finally {
      Object.assign(console, log);
    }
  });

  it.each([
    ['a b', 'aB'],
    ['my-method', 'myMethod'],
    ['2nd', '_2nd'],
    ['class', '_class'],
    ['then', '_then'],
    ['__proto__', '___proto__'],
    ['', 'greet'],
    ['💥', 'greet'],
  ])('%j is answered with %s', (name, suggested) => {
    expect(suggestedMethodName(name)).toBe(suggested);
  });

  it('is the only thing that changes in the sample', () => {
    expect(nameFirstMethod(SAMPLE, 'greet')).toBe(SAMPLE);
    expect(nameFirstMethod(SAMPLE, '$&')).toBe(SAMPLE.replace('greet(', () => '$&('));
    expect(SAMPLE.split('\n').length).toBeLessThan(25);
  });
});

describe('a name for a package', () => {
  it.each([
    ['my project', 'my-project'],
    ['My Project', 'my-project'],
    ['Müller', 'muller'],
    ['.hidden', 'hidden'],
    ['fs', 'fs-inmate'],
    ['con', 'con-inmate'],
    ['nul.txt', 'nul-txt-inmate'],
    ['node_modules', 'node_modules-inmate'],
    ['favicon.ico', 'favicon-ico-inmate'],
    ['@Scope/My Thing', '@scope/my-thing'],
    ['日本', 'my-inmate'],
    ['', 'my-inmate'],
    ['x'.repeat(300), 'x'.repeat(207)],
  ])('%j is answered with %s', (name, suggested) => {
    expect(() => checkPackageName(name)).toThrow(`"${suggested}" would do`);
    expect(() => checkPackageName(suggested)).not.toThrow();
  });

  it.each(builtinModules.filter((name) => /^[a-z]/.test(name)))('is none of a module of Node: %s', (name) => {
    expect(() => checkPackageName(name)).toThrow(/would do/);
  });

  it('is always found for a folder, and makes a folder itself', () => {
    fc.assert(
      fc.property(fc.oneof(names, fc.string({ unit: 'grapheme' })), (name) => {
        const suggested = suggestedPackageName(name);
        checkPackageName(suggested);
        checkFolderName(suggested.slice(suggested.indexOf('/') + 1));
        checkPackageName(packageNameOf(name));
        expect(packageNameOf(name)).not.toContain('/');
      }),
      { numRuns: 500 },
    );
  });
});
