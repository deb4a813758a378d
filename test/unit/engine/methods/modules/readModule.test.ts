import { describe, expect, it } from 'vitest';
import { readModule } from '../../../../../src/engine/methods/modules/readModule.ts';
import type { SourceFunction } from '../../../../../src/engine/methods/inmateMethods.ts';

const functions = (source: string, typescript = true): Record<string, SourceFunction> => {
  const found: Record<string, SourceFunction> = {};
  for (const [name, binding] of readModule(source, typescript).names) {
    if (binding.kind === 'function') found[name] = binding.function;
  }
  return found;
};

const parameters = (list: string): string[] =>
  (functions(`export function f(${list}) {}`)['f']?.parameters ?? []).map(
    (p) =>
      `${p.rest ? '...' : ''}${p.name}${p.optional ? '?' : ''}` +
      `${p.type === undefined ? '' : `: ${p.type}`}${p.default === undefined ? '' : ` = ${p.default}`}`,
  );

describe('exported functions', () => {
  it.each([
    ['export function f() {}', 'function'],
    ['export async function f() {}', 'async'],
    ['export function* f() {}', 'generator'],
    ['export async function* f() {}', 'async generator'],
    ['export const f = () => 1', 'function'],
    ['export const f: Handler = async () => 1', 'async'],
    ['export let f = function* () {}', 'generator'],
    ['export const f = (async function* () {}) satisfies Handler', 'async generator'],
    ['export const f = (<Handler>(() => 1))!', 'function'],
    ['function g() {} export { g as f }', 'function'],
    ['export { f }; async function f() {}', 'async'],
    ['export { g as "f" }; const g = () => 1', 'function'],
    ['type f = 1; export function f() {}', 'function'],
    ['export function f() {} export interface f {}', 'function'],
    [
      'export function f(a: string): void; export function f(a: number): void; export function f(a: any) {}',
      'function',
    ],
  ])('sees %s', (source, kind) => {
    const found = functions(source);
    expect(Object.keys(found)).toEqual(['f']);
    expect(found['f']?.kind).toBe(kind);
  });

  it.each([
    'function f() {}',
    'export type f = () => void',
    'export interface f {}',
    'export declare function f(): void',
    'export class f {}',
    'export enum f { a }',
    'export const f = 1, g = {}, h = [], i = `x`, j = new Map()',
    'function g() {} export type { g }',
    'function g() {} export { type g }',
    'export * as f from "./x.ts"',
    'export {}; // export function f() {}',
    '`\nexport function f() {}\n`',
  ])('sees none in %s', (source) => {
    expect(functions(source)).toEqual({});
  });

  it('tells what only running would tell apart from what is not a function', () => {
    const { names } = readModule('export const a = wrap(() => 1), { b, ...c } = all, d = 1; export let e', true);
    expect([...names].map(([name, binding]) => [name, binding.kind])).toEqual([
      ['a', 'unknown'],
      ['b', 'unknown'],
      ['c', 'unknown'],
      ['d', 'other'],
      ['e', 'unknown'],
    ]);
  });

  it('names where re-exports come from', () => {
    const { names, stars } = readModule(
      `export * from './a.ts'; export type * from './t.ts'; export { x, default as y, 'a b' as z } from './b.ts';
       import d, { i as j } from './c.ts'; export { d, j }; export { default } from './d.ts'`,
      true,
    );
    expect(stars).toEqual(['./a.ts']);
    expect(Object.fromEntries(names)).toEqual({
      x: { kind: 'import', from: './b.ts', name: 'x' },
      y: { kind: 'import', from: './b.ts', name: 'default' },
      z: { kind: 'import', from: './b.ts', name: 'a b' },
      d: { kind: 'import', from: './c.ts', name: 'default' },
      j: { kind: 'import', from: './c.ts', name: 'i' },
      default: { kind: 'import', from: './d.ts', name: 'default' },
    });
  });
});

describe('parameters', () => {
  it.each([
    ['a, b: string, c?: number', ['a', 'b: string', 'c?: number']],
    ['a = 1, b: string = "x"', ['a? = 1', 'b?: string = "x"']],
    ['...rest: string[]', ['...rest?: string[]']],
    ['this: Inmate, a: 1', ['a: 1']],
    ['{ a, b: [c] }: { a: 1; b: [2] } = {\n a: 1,\n b: [2] }', ['{ a, b: [c] }?: { a: 1; b: [2] } = { a: 1, b: [2] }']],
    ['[a, b]', ['[a, b]']],
    ['f: (a: string) => void', ['f: (a: string) => void']],
  ])('of (%s)', (source, expected) => {
    expect(parameters(source)).toEqual(expected);
  });
});

describe('doc comment and place', () => {
  it('takes the first sentence and the place of the name', () => {
    const source = [
      '/** About the file. */',
      '',
      '/**',
      ' * Renders Markdown, e.g. a',
      ' * README. Then more.',
      ' *',
      ' * @param a x',
      ' */',
      'export async function* render(a: string) {}',
      '/** @internal */ export const x = () => 1;',
      '// not a doc comment. no',
      'function inner() {}',
      'export { inner };',
    ].join('\n');
    const found = functions(source);
    expect(found['render']).toMatchObject({ doc: 'Renders Markdown, e.g. a README.', line: 9, column: 24 });
    expect(found['x']).toMatchObject({ doc: undefined, line: 10, column: 31 });
    expect(found['inner']).toMatchObject({ doc: undefined, line: 12, column: 10 });
  });
});

describe('text that is being typed', () => {
  const good = '/** Good one. */\nexport function good(a: string) {\n  return a;\n}\n';

  it.each([
    ['a body', 'export async function broken(x: number, { y } = {}) {\n  if (x\n}\n', 'async', ['x', '{ y }']],
    ['an open body', 'export function* broken(x: { a: 1 }): Generator<{ a: 1 }> {\n  yield {\n', 'generator', ['x']],
    ['an arrow function', 'export const broken = (x) => {\n  return x.\n};\n', 'function', ['x']],
    ['the end of the parameters', 'export function broken(x: number\n', 'function', ['x']],
  ])('still shows the rest and the signature with %s broken', (_, broken, kind, names) => {
    for (const source of [good + broken, broken + good]) {
      const found = functions(source);
      expect(found['good']).toMatchObject({ doc: 'Good one.', kind: 'function', parameters: [{ type: 'string' }] });
      expect(found['broken']?.kind).toBe(kind);
      expect(found['broken']?.parameters.map((p) => p.name)).toEqual(names);
      expect(source.split('\n')[(found['broken']?.line ?? 0) - 1]).toContain('broken');
    }
  });

  it('does not take a type or an object for a function', () => {
    const module = readModule('export const x: { a: 1 } = { a: (', true);
    expect(module.names.size).toBe(0);
    expect(module.complete).toBe(false);
  });

  it('says where it stopped', () => {
    const { problems, complete } = readModule('export function a() {}\nexport function b( {\n', true);
    expect(complete).toBe(false);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.line).toBeGreaterThan(1);
    expect(problems[0]?.message).not.toMatch(/\(\d+:\d+\)/);
  });

  it('counts lines as editors do, with those separators in a text that end lines in JavaScript alone', () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      for (const rest of ['{}', '{ (']) {
        const lines = ['const text = "\u2028\u2029";', '', `export function f() ${rest}`];
        expect(functions(lines.join(ending))['f']).toMatchObject({ line: 3, column: 17 });
      }
    }
    expect(readModule('"\u2028";\nexport (', true).problems).toMatchObject([{ line: 2, column: 8 }]);
  });

  it('gives what Babel can mend as a problem and keeps the rest', () => {
    const { problems, names } = readModule('export const a = 1;\nexport const a = () => 1;', true);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 2, column: 14 });
    expect(problems[0]?.message).toContain('already');
    expect([...names.keys()]).toEqual(['a']);
  });

  it('survives text that is no program at all', () => {
    for (const text of [
      '('.repeat(100_000),
      'export function f(' + '{'.repeat(5_000),
      '\u0000\uFFFF',
      '#!/bin/sh\nls',
    ]) {
      expect(() => readModule(text, true)).not.toThrow();
    }
  });
});

it('reads JavaScript as JavaScript', () => {
  expect(Object.keys(functions('export function f(a) { return a < 1 > (2) }', false))).toEqual(['f']);
  expect(readModule('export function f(a: string) {}', false).complete).toBe(false);
});
