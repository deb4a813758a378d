import { describe, expect, it } from 'vitest';
import { readModule } from '../../../../../src/engine/methods/modules/readModule.ts';
import type { ValueType } from '../../../../../src/wire/types/valueType.ts';
import { parametersOf, shapeOf } from '../../../../support/shapeOf.ts';

const text: ValueType = { kind: 'text' };
const number: ValueType = { kind: 'number' };
const literals = (...values: readonly (string | number | boolean)[]): ValueType => ({
  kind: 'union',
  members: values.map((value) => ({ kind: 'literal', value })),
});
const object = (members: Readonly<Record<string, ValueType>>): ValueType => ({
  kind: 'object',
  members: Object.entries(members).map(([name, type]) => ({
    name: name.replace('?', ''),
    type,
    optional: name.endsWith('?'),
  })),
});

describe('a type as it is written', () => {
  it.each<readonly [string, ValueType]>([
    ['string', text],
    ['`a${string}`', text],
    ['bigint', { kind: 'integer' }],
    ['boolean', { kind: 'truth' }],
    ['null', { kind: 'nothing' }],
    ['void', { kind: 'nothing' }],
    ['Date', { kind: 'date' }],
    ['Uint8Array', { kind: 'bytes' }],
    ['Uint8Array<ArrayBuffer>', { kind: 'bytes' }],
    ['Buffer', { kind: 'bytes' }],
    [`'a' | "b" | \`c\``, literals('a', 'b', 'c')],
    ['1 | -2 | 2.5', literals(1, -2, 2.5)],
    ['true | "x"', literals(true, 'x')],
    ['(string)', text],
    ['string | never', text],
    ['string & {}', text],
    ['string[]', { kind: 'list', items: text }],
    ['readonly string[]', { kind: 'list', items: text }],
    ['ReadonlyArray<string | number>', { kind: 'list', items: { kind: 'union', members: [text, number] } }],
    ['[string, number?]', { kind: 'tuple', items: [text, number], least: 1 }],
    ['readonly [a: string, b?: number]', { kind: 'tuple', items: [text, number], least: 1 }],
    ['[string, ...number[]]', { kind: 'tuple', items: [text], least: 1, rest: number }],
    ['Record<string, number>', { kind: 'record', values: number }],
    ['{ [name: string]: number }', { kind: 'record', values: number }],
    [`Record<'a' | 'b', number>`, object({ a: number, b: number })],
    [`{ [K in 'a' | 'b']?: number }`, object({ 'a?': number, 'b?': number })],
    ['{ a: string; readonly b?: number; "c d": string }', object({ a: text, 'b?': number, 'c d': text })],
    ['Partial<{ a: string }>', object({ 'a?': text })],
    ['Required<{ a?: string }>', object({ a: text })],
    [`Pick<{ a: string; b: number }, 'a'>`, object({ a: text })],
    [`Omit<{ a: string; b: number }, 'a'>`, object({ b: number })],
    [`Exclude<'a' | 'b' | 1, 'a' | number>`, { kind: 'literal', value: 'b' }],
    ['NonNullable<string | null>', text],
    ['{ a: string } & { b: number }', object({ a: text, b: number })],
    ['{ a?: string } & { a: string }', object({ a: text })],
    ['{ a: string } & { a: "x" }', object({ a: { kind: 'any' } })],
    ['{ a: string } & Record<string, string>', { ...object({ a: text }), others: text } as ValueType],
    ['{ a: string; [name: string]: unknown }', { ...object({ a: text }), others: { kind: 'any' } } as ValueType],
    ['{ a: string; [Symbol.iterator]: 1 }', { ...object({ a: text }), others: { kind: 'any' } } as ValueType],
    ['{ a(): void }', object({ a: { kind: 'any' } })],
    ['{ a; 10.5: string }', object({ a: { kind: 'any' }, '10.5': text })],
    ['[...string[], number]', { kind: 'tuple', items: [], least: 0, rest: { kind: 'union', members: [text, number] } }],
    ['[...unknown]', { kind: 'tuple', items: [], least: 0, rest: { kind: 'any' } }],
    ['Record<number, string>', { kind: 'record', values: text }],
    ['Record<Nowhere, string>', { kind: 'record', values: { kind: 'any' } }],
    ['Array', { kind: 'list', items: { kind: 'any' } }],
    [`{ a?: string }['a']`, { kind: 'union', members: [text, { kind: 'nothing' }] }],
    [`Record<string, number>[string]`, number],
    [
      `[1, "a", ...number[]][number]`,
      { kind: 'union', members: [{ kind: 'literal', value: 1 }, { kind: 'literal', value: 'a' }, number] },
    ],
    ['keyof Record<string, 1>', text],
    ['Exclude<true | 1, boolean>', { kind: 'literal', value: 1 }],
    ['string[][number]', text],
    [`{ a: string }['a']`, text],
    [`keyof { a: string; b: number }`, literals('a', 'b')],
  ])('%s', (type, shape) => {
    expect(shapeOf(type)).toEqual(shape);
  });

  it.each([
    'unknown',
    'any',
    'object',
    'Map<string, number>',
    'Set<string>',
    'Promise<string>',
    '() => void',
    'symbol',
    'import("./x.ts").T',
    'NodeJS.Timeout',
    'T extends string ? 1 : 2',
    'Nowhere',
    'string | Nowhere',
    '{ (): void }',
    'string & { brand: 1 }',
    'Partial<Nowhere>',
    'Omit<{ a: 1 }, string>',
    'NonNullable<Nowhere>',
    `{ a: 1 }['b']`,
    'string[number]',
    'keyof {}',
    'unique symbol',
    'typeof nowhere',
  ])('%s is anything', (type) => {
    expect(shapeOf(type)).toBeUndefined();
  });
});

describe('a type of the same file', () => {
  it.each<readonly [string, string, ValueType]>([
    ['Mode', `type Mode = 'a' | 'b';`, literals('a', 'b')],
    ['Mode', `export type Mode = 'a' | Other; type Other = 'b'`, literals('a', 'b')],
    ['Options', 'interface Options { a: string }', object({ a: text })],
    [
      'Options',
      'export interface Options extends Base { a: string } interface Base { b?: number }',
      object({ a: text, 'b?': number }),
    ],
    ['Options', 'interface Options { a: string } interface Options { b: number }', object({ a: text, b: number })],
    ['Box<string>', 'interface Box<T, U = number> { a: T; b: U }', object({ a: text, b: number })],
    ['Pair<number>', 'type Pair<T> = [T, T]', { kind: 'tuple', items: [number, number], least: 2 }],
    ['Mode', `const MODES = ['a', 'b'] as const; type Mode = (typeof MODES)[number];`, literals('a', 'b')],
    ['keyof typeof M', `const M = { a: 1, b: 2 }`, literals('a', 'b')],
    ['typeof M', `const M = { a: 1, b: 'x' } satisfies object`, object({ a: number, b: text })],
    [
      'Options',
      'import { Base } from "./b.ts"; interface Options extends Base { a: string }',
      {
        ...object({ a: text }),
        others: { kind: 'any' },
      } as ValueType,
    ],
  ])('%s of %s', (type, before, shape) => {
    expect(shapeOf(type, before)).toEqual(shape);
  });

  it.each([
    ['Date', 'class Date {}'],
    ['Date', 'import type { Date } from "./date.ts";'],
    ['Buffer', 'import { Buffer } from "node:buffer"; type Buffer2 = 1'],
    ['A', 'type A = A | 1; type B = 1'],
    ['E', 'declare enum E { a }'],
  ])('that hides what is known by that name, or that leads to itself, is anything: %s of %s', (type, before) => {
    expect(shapeOf(type, before)).toBeUndefined();
  });

  it('that holds itself is known down to where it begins again', () => {
    expect(shapeOf('Tree', 'interface Tree { name: string; children: Tree[] }')).toEqual(
      object({ name: text, children: { kind: 'list', items: { kind: 'any' } } }),
    );
  });

  it('is read with what it says of its members', () => {
    expect(shapeOf('O', 'interface O { /** How many. More of it. */ a: number }')).toEqual({
      kind: 'object',
      members: [{ name: 'a', type: number, optional: false, doc: 'How many.' }],
    });
  });

  it('takes bounded work, however much it stands for', () => {
    const levels = Array.from({ length: 60 }, (_, i) => `type T${i} = [T${i + 1}, T${i + 1}, T${i + 1}];`);
    const shape = shapeOf('T0', `${levels.join('\n')} type T60 = string;`);
    expect(JSON.stringify(shape).length).toBeLessThan(50_000);
    const nested = `${'['.repeat(300)}string${']'.repeat(300)}`;
    expect(JSON.stringify(shapeOf(nested)).length).toBeLessThan(5000);
    const lists = Array.from({ length: 3000 }, (_, i) => `p${i}: T0`).join(', ');
    const all = parametersOf(lists, `${levels.join('\n')} type T60 = string;`);
    expect(JSON.stringify(all).length).toBeLessThan(10_000_000);
  });
});

describe('a parameter', () => {
  it('of a generic function is what its type extends', () => {
    expect(parametersOf('a: T, b: U', '', `<T extends 'x' | 'y', U>`).map(({ shape }) => shape)).toEqual([
      literals('x', 'y'),
      undefined,
    ]);
  });

  it('without a type is what its default tells', () => {
    expect(
      parametersOf(`flag = false, count = -3, name = 'x', list = [1], options = {}, other = make()`).map(
        ({ shape, defaultValue }) => [shape?.kind, defaultValue],
      ),
    ).toEqual([
      ['truth', false],
      ['number', -3],
      ['text', 'x'],
      ['list', [1]],
      ['record', {}],
      [undefined, undefined],
    ]);
  });

  it('has the value of a default that is written out, and none of one that is not', () => {
    const [a, b, c, d] = parametersOf(
      `a: O = { breaks: true, list: [1, 'x', null] }, b: number = 2 ** 3, c: string | null = null, d = { ...a }`,
    );
    expect([a, b, c, d].map((each) => each && 'defaultValue' in each && each.defaultValue)).toEqual([
      { breaks: true, list: [1, 'x', null] },
      false,
      null,
      false,
    ]);
  });

  it('that takes the rest is what each of them may be', () => {
    expect(parametersOf('...rest: (string | number)[]')[0]?.shape).toEqual({ kind: 'union', members: [text, number] });
    expect(parametersOf('...rest')[0]?.shape).toBeUndefined();
  });

  it('that is taken apart has the type behind the pattern', () => {
    expect(parametersOf('{ a, b = 1 }: { a: string; b?: number }')[0]?.shape).toEqual(
      object({ a: text, 'b?': number }),
    );
  });

  it('has what the comment of its method says of it', () => {
    const { names } = readModule(
      '/**\n * Does it.\n *\n * @param {string} a - what is\n *   done\n * @param [b] how often\n * @returns nothing\n */\nexport const f = (a: string, b = 1) => a;',
      true,
    );
    const found = names.get('f');
    expect(found?.kind === 'function' && found.function.parameters.map(({ doc }) => doc)).toEqual([
      'what is done',
      'how often',
    ]);
  });

  it('of a CommonJS module is known as well', () => {
    const { names } = readModule(
      'type M = "a"; module.exports = { f(mode: M) {} }; exports.g = (n = 1) => n;',
      true,
      'commonjs',
    );
    const found = names.get('f');
    expect(found?.kind === 'function' && found.function.parameters[0]?.shape).toEqual({ kind: 'literal', value: 'a' });
  });
});
