import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRaise } from '../../../webview/model/raise.ts';

describe('a raise', () => {
  it('has class, message and backtrace', () => {
    const value = { class: 'ArgumentError', message: 'too\u202edeep', backtrace: ['at a.ts:1', 5, 'at b.ts:2'] };
    expect(readRaise(value)).toEqual({
      title: 'ArgumentError: too\\u202edeep',
      backtrace: ['at a.ts:1', 'at b.ts:2'],
    });
  });

  it('is read whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(typeof readRaise(json).title).toBe('string');
      }),
    );
    expect(readRaise({ message: 'only this' })).toEqual({ title: 'only this', backtrace: [] });
  });
});
