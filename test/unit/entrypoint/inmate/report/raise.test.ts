import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBacktrace } from '../../../../../inmate-template/entrypoint/inmate/report/backtrace.ts';
import { findMethod, methodsOf } from '../../../../../inmate-template/entrypoint/inmate/load/methods.ts';
import { describeRaise } from '../../../../../inmate-template/entrypoint/inmate/report/raise.ts';
import { encodeValue } from '../../../../../src/wire/msgpack/encodeValue.ts';

it('describes anything that can be thrown, in a form that can be carried', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (thrown) => {
      const raise = describeRaise(thrown);
      expect(typeof raise.class).toBe('string');
      expect(() => encodeValue(raise)).not.toThrow();
    }),
  );
});

it('shows what is no text in place of a message, and a proxy of which nothing can be told', () => {
  expect(describeRaise(Object.assign(new Error('x'), { message: 5 })).message).toBe('5');
  expect(describeRaise(Object.assign(new Error('x'), { message: { a: 1 } })).message).toBe('{ a: 1 }');
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(describeRaise(proxy).message).toContain('Proxy');
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

describe('the name of what was thrown', () => {
  class Plain extends Error {}
  class Getter extends Error {
    override get name() {
      return 'Given';
    }
  }
  /** As classes were made before there were any. */
  function Old(): void {}
  Object.setPrototypeOf(Old.prototype, Error.prototype);
  Object.defineProperty(Old.prototype, 'name', { value: 'OldError' });

  it.each<[string, unknown]>([
    ['AbortError', new DOMException('x', 'AbortError')],
    ['TimeoutError', new DOMException('x', 'TimeoutError')],
    ['DataCloneError', attemptClone()],
    ['Plain', new Plain()],
    ['Given', new Getter()],
    ['OldError', Reflect.construct(Error, [], Old)],
    ['RangeError', runInNewContext('new RangeError("x")')],
    ['Object', { message: 'no error' }],
  ])('is the one by which people know it: %s', (name, thrown) => {
    expect(describeRaise(thrown).class).toBe(name);
  });

  it('is short', () => {
    expect(describeRaise(Object.assign(new Error('x'), { name: 'n'.repeat(1e6) })).class).toHaveLength(1000);
  });
});

describe('the errors that one stands for', () => {
  it('are those of an AggregateError, and of others only where they are errors', async () => {
    const any: unknown = await Promise.any([Promise.reject(new TypeError('a')), Promise.reject(new Error('b'))]).catch(
      (error: unknown) => error,
    );
    expect(describeRaise(any)).toMatchObject({
      class: 'AggregateError',
      errors: [
        { class: 'TypeError', message: 'a' },
        { class: 'Error', message: 'b' },
      ],
    });
    const mixed = describeRaise(new AggregateError(['text', 5], 'm'));
    expect(mixed.errors?.map(({ message }) => message)).toEqual(['text', '5']);
    const foreign = describeRaise(runInNewContext('new AggregateError([new Error("a"), 1], "m")'));
    expect(foreign.errors?.map(({ message }) => message)).toEqual(['a', '1']);
    const fields = describeRaise(Object.assign(new Error('x'), { errors: ['name is missing'] }));
    expect(fields).toMatchObject({ details: { errors: ['name is missing'] } });
    expect(fields.errors).toBeUndefined();
    const several = describeRaise(Object.assign(new Error('x'), { errors: [new Error('one')] }));
    expect(several.errors).toHaveLength(1);
    expect(several.details).toBeUndefined();
  });

  it('are both of a SuppressedError', () => {
    const suppressed = Object.assign(new Error('s'), {
      name: 'SuppressedError',
      error: new Error('closing'),
      suppressed: new Error('first'),
    });
    const { errors, details } = describeRaise(suppressed);
    expect(errors?.map(({ message }) => message)).toEqual(['closing', 'first']);
    expect(details).toBeUndefined();
  });

  it('are bounded, and what is left out is counted', () => {
    const many = new AggregateError(Array.from({ length: 1000 }, (_, i) => new Error(`${i}`)));
    const { errors = [] } = describeRaise(many);
    expect(errors).toHaveLength(21);
    expect(errors.at(-1)?.message).toBe('… and 980 more of these errors');
    const cyclic = new AggregateError([]);
    cyclic.errors.push(cyclic);
    expect(describeRaise(cyclic).errors).toHaveLength(1);
    let deep = new AggregateError([new Error('leaf')]);
    for (let i = 0; i < 100; i++) deep = new AggregateError([deep, deep, deep], 'm'.repeat(1e5));
    expect(encodeValue(describeRaise(deep)).length).toBeLessThan(8 * 1024 * 1024);
  });
});

describe('the details of an exception', () => {
  const detailsOf = (members: object): unknown => describeRaise(Object.assign(new Error('x'), members)).details;

  it('are its own enumerable members that can be encoded', () => {
    expect(detailsOf({ code: 'ERR_QUOTA', status: 429, at: new Date(0), list: [1, { a: 5n }] })).toEqual({
      code: 'ERR_QUOTA',
      status: 429,
      at: new Date(0),
      list: [1, { a: 5 }],
    });
    expect(detailsOf({ run: () => 1, seen: new Set(), nothing: undefined, response: new Response() })).toBeUndefined();
    expect(detailsOf({ original: new TypeError('inner') })).toEqual({ original: 'TypeError: inner' });
    expect(describeRaise({ code: 7 }).details).toEqual({ code: 7 });
    expect(describeRaise([7]).details).toBeUndefined();
    expect(describeRaise(new Error('x', { cause: { code: 7 } })).cause?.details).toEqual({ code: 7 });
  });

  it('never get in the way of the raise', () => {
    const cyclic: Record<string, unknown> = { code: 1 };
    cyclic['self'] = cyclic;
    const throwing = Object.defineProperty({}, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const hostile = new Proxy(new Error('x'), {
      ownKeys: () => {
        throw new Error('no');
      },
    });
    expect(detailsOf({ cyclic })).toBeUndefined();
    expect(describeRaise(throwing).details).toBeUndefined();
    expect(describeRaise(hostile).details).toBeUndefined();
    expect(detailsOf({ a: { toJSON: () => ({ b: 1 }) } })).toEqual({ a: { b: 1 } });
    expect(detailsOf({ '\ud800': 1, ['k'.repeat(1000)]: 2, fine: '\ud800' })).toBeUndefined();
    const proto = detailsOf(JSON.parse('{ "__proto__": { "polluted": true } }') as object);
    expect(proto === undefined || !('polluted' in Object(proto))).toBe(true);
  });

  it('change no more once they are read', () => {
    let reads = 0;
    const error = Object.defineProperty(new Error('x'), 'moody', {
      enumerable: true,
      get: () => (reads++ === 0 ? 'first' : () => 1),
    });
    const raise = describeRaise(error);
    expect(encodeValue(raise).length).toBeGreaterThan(0);
    expect(raise.details).toEqual({ moody: 'first' });
  });

  it('are bounded in number, size and depth', () => {
    const many = detailsOf(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`m${i}`, i])));
    expect(Object.keys(many ?? {})).toHaveLength(32);
    expect(detailsOf({ text: 'x'.repeat(1e6) })).toEqual({ text: `${'x'.repeat(4000)}… (996000 more characters)` });
    expect(detailsOf({ bytes: new Uint8Array(1e6), list: Array.from({ length: 1e5 }, () => 1) })).toBeUndefined();
    const blocks = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`b${i}`, new Uint8Array(16_000)]));
    expect(encodeValue(describeRaise(Object.assign(new Error('x'), blocks))).length).toBeLessThan(140_000);
    expect(detailsOf({ deep: [[[[[[[[[1]]]]]]]]] })).toBeUndefined();
  });
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

function attemptClone(): unknown {
  try {
    return structuredClone(() => 1);
  } catch (error) {
    return error;
  }
}
