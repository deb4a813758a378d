import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Dispatch, Hoosegow, MethodArgs, MethodName } from '../../../../src/engine/index.ts';
import type * as inmate from './inmate.ts';

type Inmate = typeof inmate;

/** What is called here is held by the compiler, and never run. */
function typed(check: (hoosegow: Hoosegow<Inmate>) => unknown): void {
  expect(check).toBeTypeOf('function');
}
function untyped(check: (hoosegow: Hoosegow) => unknown): void {
  expect(check).toBeTypeOf('function');
}

describe('a Hoosegow that knows its inmate', () => {
  it('has the names of its methods, and of nothing else that it exports', () => {
    expectTypeOf<MethodName<Inmate>>().toEqualTypeOf<
      | 'add'
      | 'greet'
      | 'nothing'
      | 'count'
      | 'render'
      | 'promised'
      | 'stream'
      | 'parse'
      | 'first'
      | 'report'
      | 'set'
      | 'many'
      | 'anything'
    >();
    typed((hoosegow) => [
      // @ts-expect-error -- no function
      hoosegow.dispatch('version', []),
      // @ts-expect-error -- a default export has no name to call it by
      hoosegow.dispatch('default', []),
      // @ts-expect-error -- a class cannot be called
      hoosegow.dispatch('Helper', []),
      // @ts-expect-error -- a slip
      hoosegow.dispatch('rendr', ['']),
    ]);
  });

  it('checks arguments', () => {
    expectTypeOf<MethodArgs<Inmate, 'add'>>().toEqualTypeOf<readonly [a: number, b?: number | undefined]>();
    typed((hoosegow) => [
      hoosegow.dispatch('add', [1]),
      hoosegow.dispatch('add', [1, 2]),
      hoosegow.dispatch('many', ['a', 'b', 'c']),
      hoosegow.dispatch('many'),
      hoosegow.dispatch('greet'),
      hoosegow.dispatch('greet', undefined, { timeout: 1 }),
      hoosegow.dispatch('report', [{ id: 'x', bytes: Buffer.from('') }]),
      // @ts-expect-error -- one is missing
      hoosegow.dispatch('add', []),
      // @ts-expect-error -- all are missing
      hoosegow.dispatch('add'),
      // @ts-expect-error -- one too many
      hoosegow.dispatch('add', [1, 2, 3]),
      // @ts-expect-error -- not a number
      hoosegow.dispatch('add', ['1']),
      // @ts-expect-error -- a member is missing
      hoosegow.dispatch('report', [{ id: 'x' }]),
    ]);
  });

  it('knows results, awaited', () => {
    typed((hoosegow) => {
      expectTypeOf(hoosegow.dispatch('add', [1])).resolves.toEqualTypeOf<number>();
      expectTypeOf(hoosegow.dispatch('greet')).resolves.toEqualTypeOf<string>();
      expectTypeOf(hoosegow.dispatch('nothing')).resolves.toEqualTypeOf<null>();
      expectTypeOf(hoosegow.dispatch('anything', [1])).resolves.toEqualTypeOf<unknown>();
      expectTypeOf(hoosegow.dispatch('add', [1]).catch(() => 'no')).resolves.toEqualTypeOf<number | string>();
      expectTypeOf(hoosegow.dispatch('add', [1])).toEqualTypeOf<Dispatch<number, readonly never[]>>();
    });
  });

  it('knows what generators yield and return', () => {
    typed(async (hoosegow) => {
      const counting = hoosegow.dispatch('count', [3]);
      expectTypeOf(counting).resolves.toEqualTypeOf<'done'>();
      for await (const frame of counting) {
        if (frame.type === 'yield') expectTypeOf(frame.value).toEqualTypeOf<readonly [number]>();
        if (frame.type === 'return') expectTypeOf(frame.value).toEqualTypeOf<'done'>();
        if (frame.type === 'stdout') expectTypeOf(frame.value).toEqualTypeOf<Uint8Array>();
        if (frame.type === 'raise') expectTypeOf(frame.value.message).toEqualTypeOf<string>();
      }
      const rendering = hoosegow.dispatch('render', ['#']);
      for await (const [progress] of rendering.yields) {
        expectTypeOf(progress).toEqualTypeOf<{ section: number; at: Date }>();
      }
      expectTypeOf(await rendering).toEqualTypeOf<Map<number, Uint8Array> | Record<string, Uint8Array>>();
      expectTypeOf(hoosegow.dispatch('promised')).resolves.toEqualTypeOf<boolean>();
      expectTypeOf(hoosegow.dispatch('promised').yields.toArray()).resolves.toEqualTypeOf<(readonly [string])[]>();
    });
  });

  it('tells overloads by their arguments', () => {
    typed((hoosegow) => {
      expectTypeOf(hoosegow.dispatch('parse', [Buffer.from(''), true])).resolves.toEqualTypeOf<number[]>();
      expectTypeOf(hoosegow.dispatch('parse', ['text'])).resolves.toEqualTypeOf<object>();
      // @ts-expect-error -- of neither
      return hoosegow.dispatch('parse', ['text', true]);
    });
  });

  it('takes generic functions for what they take of anything', () => {
    typed((hoosegow) => {
      expectTypeOf(hoosegow.dispatch('first', [[1, 2]])).resolves.toEqualTypeOf<unknown>();
      // @ts-expect-error -- not a list
      return hoosegow.dispatch('first', [1]);
    });
  });

  it('knows values as they arrive', () => {
    typed(async (hoosegow) => {
      const report = await hoosegow.dispatch('report', [{ id: '', bytes: Buffer.from('') }]);
      expectTypeOf(report.when).toEqualTypeOf<Date>();
      expectTypeOf(report.bytes).toEqualTypeOf<Uint8Array>();
      expectTypeOf(report.sizes).toEqualTypeOf<Record<string, number | bigint>>();
      expectTypeOf(report.byId).toEqualTypeOf<Map<number, Date> | Record<string, Date>>();
      expectTypeOf(report.link).toEqualTypeOf<string>();
      expectTypeOf(report.note).toEqualTypeOf<string | undefined>();
      expectTypeOf(report.pair).toEqualTypeOf<readonly [string, number | null]>();
      expectTypeOf(hoosegow.dispatch('set')).resolves.toEqualTypeOf<never>();
    });
  });
});

describe('a Hoosegow that knows nothing of its inmate', () => {
  it('takes any method and any arguments', () => {
    untyped((hoosegow) => {
      const name: string = 'render';
      expectTypeOf(hoosegow.dispatch(name, [1, 'two'])).resolves.toEqualTypeOf<unknown>();
      expectTypeOf(hoosegow.dispatch('render')).toEqualTypeOf<Dispatch>();
      expectTypeOf(hoosegow.dispatch('render').yields.toArray()).resolves.toEqualTypeOf<(readonly unknown[])[]>();
      const request: Parameters<Hoosegow['dispatch']> = ['render', [1], { timeout: 5 }];
      return hoosegow.dispatch(...request);
    });
  });
});
