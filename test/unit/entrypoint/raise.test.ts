import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBacktrace } from '../../../inmate-template/entrypoint/backtrace.ts';
import { findMethod, methodsOf } from '../../../inmate-template/entrypoint/methods.ts';
import { describeRaise } from '../../../inmate-template/entrypoint/raise.ts';
import { encodeValue } from '../../../src/wire/encodeValue.ts';

it('describes anything that can be thrown, in a form that can be carried', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (thrown) => {
      const raise = describeRaise(thrown);
      expect(typeof raise.class).toBe('string');
      expect(() => encodeValue(raise)).not.toThrow();
    }),
  );
});

it('follows a chain of causes only so far', () => {
  let error = new Error('0');
  for (let n = 1; n < 1000; n++) error = new Error(String(n), { cause: error });
  let depth = 0;
  for (let raise = describeRaise(error).cause; raise; raise = raise.cause) depth++;
  expect(depth).toBe(10);
});

it('shows the code of a resource error that its message leaves out', () => {
  const error = Object.assign(new Error('no more files'), { code: 'EMFILE' });
  expect(describeRaise(error).message).toBe('no more files (EMFILE)');
  expect(describeRaise(Object.assign(new Error('EMFILE: x'), { code: 'EMFILE' })).message).toBe('EMFILE: x');
  expect(describeRaise(Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG' })).message).toBe('x');
});

describe('backtrace', () => {
  it('has a line for each call, with paths in place of addresses', () => {
    const stack = [
      'Error: two',
      '    at lines',
      '    at render (file:///hoose%20gow/inmate.ts:12:7)',
      '    at file:///hoosegow/other.ts:1:1',
      '    at node:internal/middle:3:4',
      '    at async main (/hoosegow/inmate.ts:3:4)',
      '    at async node:internal/process/task_queues:105:5',
    ].join('\n');
    expect(readBacktrace(stack, 'two\n    at lines')).toEqual([
      'render (/hoose gow/inmate.ts:12:7)',
      '/hoosegow/other.ts:1:1',
      'node:internal/middle:3:4',
      'async main (/hoosegow/inmate.ts:3:4)',
    ]);
  });

  it('is the place in the source for an error of syntax', () => {
    const stack = 'file:///hoosegow/inmate.ts:2\nexport enum A {}\n\nSyntaxError: no\n    at node:internal/x:1:1';
    expect(readBacktrace(stack, 'no')).toEqual(['/hoosegow/inmate.ts:2']);
  });

  it('is bounded, and empty where the stack is something else', () => {
    expect(readBacktrace(`Error\n${'    at x (y:1:1)\n'.repeat(5000)}`, '')).toHaveLength(256);
    expect(readBacktrace('', '')).toEqual([]);
    expect(readBacktrace('Error: a:12', 'a:12')).toEqual([]);
  });
});

describe('methods', () => {
  const exported = new Map<string, unknown>([
    ['a', () => 1],
    ['b', function* generate() {}],
    [
      'Klass',
      class Klass {
        readonly value = 1;
      },
    ],
    ['value', 1],
    ...['default', 'then', 'module.exports', '__proto__'].map((name) => [name, () => 1] as const),
  ]);
  const namespace = Object.defineProperties(
    {},
    Object.fromEntries(Array.from(exported, ([name, value]) => [name, { value, enumerable: true }])),
  );
  Object.defineProperty(namespace, 'hidden', { value: () => 1 });

  it('are the functions among the exports', () => {
    expect([...methodsOf(namespace).keys()]).toEqual(['a', 'b']);
  });

  it('are named where there is none of the name', () => {
    expect(() => findMethod(methodsOf(namespace), 'c')).toThrow('the inmate has no method "c"; its methods: a, b');
    expect(() => findMethod(methodsOf({}), 'c')).toThrow('it exports no function');
  });
});
