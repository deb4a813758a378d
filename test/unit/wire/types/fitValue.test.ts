import { describe, expect, it } from 'vitest';
import {
  FileReference,
  filesOf,
  withFileReferences,
  withoutFileReferences,
} from '../../../../src/wire/types/fileReference.ts';
import { choicesOfType, fitValue } from '../../../../src/wire/types/fitValue.ts';
import { ANY, unionOf } from '../../../../src/wire/types/valueType.ts';
import { shapeOf } from '../../../support/shapeOf.ts';

const fit = (value: unknown, type: string) => fitValue(value, shapeOf(type) ?? ANY);

describe('a value of a type', () => {
  it.each<readonly [string, unknown]>([
    ['string', 'a'],
    [`'a' | 'b'`, 'b'],
    ['number', 1.5],
    ['number', 9007199254740993n],
    ['bigint', 5],
    ['boolean | null', null],
    ['Date', new Date(0)],
    ['Uint8Array', new Uint8Array([1])],
    ['string[]', ['a']],
    ['[string, number?]', ['a']],
    ['[string, ...number[]]', ['a', 1, 2]],
    ['Record<string, number>', { a: 1 }],
    ['{ a: number; b?: string }', { a: 1 }],
    ['{ kind: "x"; a: number } | { kind: "y"; b: string }', { kind: 'y', b: 'c' }],
    ['{ a: number } | { b: number }', { a: 1, b: 2 }],
    ['{ a: number } | { b: number } | string', { a: 1, b: 2 }],
    ['{ a: number } | { b: number } | string', 'a'],
    ['unknown', new Map()],
  ])('%s takes %o as it is', (type, value) => {
    expect(fit(value, type)).toEqual({ value, problems: [] });
  });

  it.each<readonly [string, unknown, object]>([
    ['string', 1, { kind: 'other', path: [] }],
    ['number', '1', { kind: 'other' }],
    ['bigint', 1.5, { kind: 'other' }],
    ['boolean', 'yes', { kind: 'other' }],
    [`'a' | 'b'`, 'bogus', { kind: 'other' }],
    ['string[]', ['a', 1], { kind: 'other', path: [1] }],
    ['[string]', [], { kind: 'count', least: 1, most: 1, found: 0 }],
    ['{ breaks?: boolean }', { brakes: true }, { kind: 'unknown member', name: 'brakes', known: ['breaks'] }],
    ['{ a: { b: number } }', { a: { b: '' } }, { kind: 'other', path: ['a', 'b'] }],
    ['{ a: number }', {}, { kind: 'missing member', name: 'a' }],
    ['{ kind: "x"; a: number } | { kind: "y"; b: string }', { kind: 'y', b: 1 }, { kind: 'other', path: ['b'] }],
    ['string | { a: number }', { a: '' }, { kind: 'other', path: ['a'] }],
    ['Date', 'yesterday', { kind: 'other' }],
    ['Date', '2024-02-29T12:00:00', { kind: 'other' }],
    ['Record<string, number>', { a: '' }, { kind: 'other', path: ['a'] }],
  ])('%s is not %j', (type, value, problem) => {
    expect(fit(value, type).problems[0]).toMatchObject(problem);
  });

  it('is a date where a text is one and no text is meant', () => {
    const date = new Date('2024-02-29');
    expect(fit('2024-02-29', 'Date').value).toEqual(date);
    expect(fit({ at: '2024-02-29' }, '{ at: Date | null }').value).toEqual({ at: date });
    expect(fit('2024-02-29', 'string | Date').value).toBe('2024-02-29');
    expect(fit('2024-02-29', 'Date | string').value).toBe('2024-02-29');
  });

  it('is a file where bytes or text are taken, and read as what is', () => {
    const file = new FileReference('a.md');
    expect(fit(file, 'string | Uint8Array').value).toEqual(file);
    expect(fit(file, 'unknown').value).toEqual(file);
    expect(fit({ a: file }, '{ a: string }').value).toEqual({ a: new FileReference('a.md', 'text') });
    expect(fit(file, 'number').problems).toHaveLength(1);
    expect(fit(file, `'a' | 'b'`).problems).toHaveLength(1);
  });

  it('keeps a member that JavaScript has a meaning for', () => {
    const value: unknown = JSON.parse('{"__proto__":1}');
    expect(Object.entries(fit(value, 'Record<string, number>').value as object)).toEqual([['__proto__', 1]]);
    expect(fit(value, '{ a?: number }').problems[0]).toMatchObject({ kind: 'unknown member', name: '__proto__' });
  });
});

describe('a union', () => {
  it('is written once and chosen from where it has only literals', () => {
    expect(unionOf([{ kind: 'text' }, { kind: 'text' }])).toEqual({ kind: 'text' });
    expect(unionOf([{ kind: 'text' }, ANY])).toEqual(ANY);
    expect(unionOf([])).toEqual(ANY);
    expect(choicesOfType(shapeOf(`'a' | 2 | boolean | null`) ?? ANY)).toEqual(['a', 2, true, false, null]);
    expect(choicesOfType(shapeOf(`'a' | string`) ?? ANY)).toBeUndefined();
  });
});

describe('references to files', () => {
  it('are texts with an @ in front, of which two stand for one', () => {
    const value = withFileReferences({ a: ['@x.md', '@@x', '@', 'x@y'], b: new Date(0) });
    expect(value).toEqual({ a: [new FileReference('x.md'), '@x', '@', 'x@y'], b: new Date(0) });
    expect(filesOf([value, value])).toEqual(['x.md']);
  });

  it('are read again as they were written', () => {
    const value = { a: ['@x', '@@', '@', 'b', new FileReference('c'), 1n], m: new Map([[1, '@y']]), n: null };
    expect(withFileReferences(withoutFileReferences(value))).toEqual(value);
  });
});
