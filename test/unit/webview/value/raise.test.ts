import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRaise } from '../../../../webview/model/value/raise.ts';

describe('a raise', () => {
  it('has class, message and backtrace', () => {
    const value = { class: 'ArgumentError', message: 'too\u202edeep', backtrace: ['at a.ts:1', 5, 'at b.ts:2'] };
    expect(readRaise(value)).toEqual({
      title: 'ArgumentError: too\\u202edeep',
      className: 'ArgumentError',
      message: 'too\u202edeep',
      details: '',
      backtrace: ['at a.ts:1', 'at b.ts:2'],
      inner: [],
    });
  });

  it('is read whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(typeof readRaise(json).title).toBe('string');
      }),
    );
    expect(readRaise({ message: 'only this' })).toMatchObject({ title: 'only this', backtrace: [] });
  });

  it('has what it carries, the errors that it stands for, and its cause', () => {
    const error = { class: 'TypeError', message: 'a', details: { code: 'E\u202e', at: { date: '1970' } } };
    const { inner } = readRaise({ class: 'AggregateError', message: '', errors: [error, 5, error], cause: error });
    expect(inner.map(({ place }) => place)).toEqual([[1, 3], [3, 3], undefined]);
    expect(inner[0]?.raise).toMatchObject({
      title: 'TypeError: a',
      details: '{"code":"E\\u202e","at":{"date":"1970"}}',
    });
  });

  it('is bounded, however many are in it', () => {
    let deep: object = { class: 'E', details: { text: 'x'.repeat(1e6) } };
    for (let i = 0; i < 1000; i++) deep = { class: 'E', errors: [deep, { class: 'E' }], cause: deep };
    const count = ({ inner }: ReturnType<typeof readRaise>): number =>
      inner.reduce((sum, { raise }) => sum + count(raise), 1);
    expect(count(readRaise(deep))).toBe(12);
    expect(readRaise({ details: { text: 'x'.repeat(1e6) } }).details).toHaveLength(2001);
  });
});
