import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { codeOf, isThrownError, messageOf, toError } from '../../../src/wire/thrown.ts';

const far = runInNewContext("Object.assign(new Error('far'), { code: 'ENOENT' })") as unknown;

describe('what was thrown', () => {
  it('is an error in whatever realm it was made', () => {
    for (const error of [new TypeError('x'), far, new DOMException('x', 'AbortError')]) {
      expect(isThrownError(error)).toBe(true);
      expect(toError(error)).toBe(error);
    }
    for (const other of [null, undefined, 'text', 5, {}, () => 1]) expect(isThrownError(other)).toBe(false);
  });

  it('has words, whatever it is', () => {
    expect(messageOf(far)).toBe('far');
    expect(messageOf('text')).toBe('text');
    expect(messageOf(Object.create(null))).toBe('something without a text was thrown');
    expect(toError(7)).toMatchObject({ message: '7', cause: 7 });
  });

  it('has a code where that is a text', () => {
    expect(codeOf(far)).toBe('ENOENT');
    expect(codeOf(Object.assign(new Error('x'), { code: 5 }))).toBeUndefined();
    expect(codeOf(new Error('x'))).toBeUndefined();
    expect(codeOf({ code: 'ENOENT' })).toBeUndefined();
    // Made to look like one, it is none that says more than it has.
    expect(codeOf('ENOENT')).toBeUndefined();
  });
});
