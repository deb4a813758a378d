import { describe, expect, it } from 'vitest';
import { argumentTextOf, readArgumentText, type ArgumentKind } from '../../../../src/wire/json/argumentText.ts';

const read = (text: string, ...kinds: readonly ArgumentKind[]) => readArgumentText(text, new Set(kinds));

describe('a text for an argument of one kind', () => {
  it.each<readonly [string, ArgumentKind, ArgumentKind]>([
    ['"3"', 'number', 'text'],
    ['3', 'truth', 'number'],
    ['true', 'number', 'truth'],
    ['{"base64":"AP8="}', 'object', 'bytes'],
    ['null', 'list', 'nothing'],
    ['[1]', 'object', 'list'],
    ['{"date":"2024-02-29T12:00:00Z"}', 'object', 'date'],
    ['{}', 'bytes', 'object'],
  ])('%s is no %s but a %s', (text, wanted, found) => {
    expect(read(text, wanted)).toEqual({ kind: 'other', found });
    expect(read(text, found)).toMatchObject({ kind: 'value' });
    expect(read(text, wanted, found)).toMatchObject({ kind: 'value' });
  });

  it('is taken where only a compiler would know', () => {
    expect(read('{"bigint":"1"}', 'number')).toEqual({ kind: 'value', value: 1n });
    expect(read('{"map":[[1,2]]}', 'object')).toEqual({ kind: 'value', value: new Map([[1, 2]]) });
  });

  it('is no text unless text is allowed', () => {
    expect(read('abc', 'number')).toMatchObject({ kind: 'no JSON' });
    expect(read('abc', 'number', 'text')).toEqual({ kind: 'value', value: 'abc' });
    expect(read('3 a', 'number', 'text')).toMatchObject({ kind: 'doubtful', value: '3 a' });
    expect(read('"half"more"', 'text')).toMatchObject({ kind: 'no JSON' });
  });

  it('is JSON that stands for no value, by the name of the argument', () => {
    expect(readArgumentText('{"base64":"?"}', undefined, 'it')).toEqual({
      kind: 'refused',
      message: expect.stringMatching(/^it\.base64 must be/) as string,
    });
  });
});

describe('the text of a value', () => {
  it.each<readonly [unknown, ArgumentKind | undefined, string]>([
    ['plain', 'text', 'plain'],
    ['plain', undefined, '"plain"'],
    ['12', 'text', '12'],
    ['"q"', 'text', '"\\"q\\""'],
    ['', 'text', '""'],
    ['a\nb', 'text', '"a\\nb"'],
    [12, 'text', '12'],
  ])('%j of the kind %s is %s', (value, kind, text) => {
    expect(argumentTextOf(value, kind && new Set([kind]))).toBe(text);
  });
});
