import { describe, expect, it } from 'vitest';
import { describeRaise } from '../../../../src/timeline/describe/describeOutcome.ts';
import type { Raise } from '../../../../src/wire/frame.ts';

const raise = (name: string, more: Partial<Raise> = {}): Raise => ({
  class: name,
  message: 'm',
  backtrace: [`in ${name}`],
  ...more,
});

describe('an exception, for people', () => {
  it('has what it carries, the errors that it stands for, and its cause', () => {
    const details = { code: 'ERR_QUOTA', status: 429 };
    const errors = [raise('A', { cause: raise('B') }), raise('C', { details })];
    expect(describeRaise(raise('Outer', { errors, details, cause: raise('D') }))).toEqual([
      'Outer: m',
      '    with { code: "ERR_QUOTA", status: 429 }',
      '    in Outer',
      '  error 1 of 2: A: m',
      '      in A',
      '  caused by B: m',
      '      in B',
      '  error 2 of 2: C: m',
      '      with { code: "ERR_QUOTA", status: 429 }',
      '      in C',
      'caused by D: m',
      '    in D',
    ]);
  });

  it('is bounded, and says that there is more', () => {
    const many = describeRaise(raise('Many', { errors: Array.from({ length: 100 }, () => raise('E')) }));
    expect(many).toHaveLength(25);
    expect(many.at(-1)).toBe('  … and more');
    let deep = raise('Deep');
    for (let i = 0; i < 100; i++) deep = raise('Deep', { cause: deep });
    expect(describeRaise(deep).at(-1)).toBe('… and more');
    expect(describeRaise(raise('Large', { details: { text: 'x'.repeat(1e6) } })).join('').length).toBeLessThan(5000);
  });
});
