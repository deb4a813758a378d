import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineMap } from '../../../../webview/panes/console/lineMap.ts';

function mapOf(wrapped: boolean[]): LineMap {
  return new LineMap({
    get length() {
      return wrapped.length;
    },
    isWrapped: (y) => wrapped[y] ?? false,
  });
}

describe('the lines of a terminal', () => {
  it('are counted unwrapped, whatever changes from a line on', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), fc.array(fc.boolean()), fc.nat(), (first, next, n) => {
        const wrapped = [...first];
        const map = mapOf(wrapped);
        map.lineAt(n % first.length);
        const from = n % first.length;
        wrapped.splice(from, wrapped.length, ...first.slice(from, from + 1), ...next);
        map.changedFrom(from);
        let line = 0;
        for (let y = 0; y < wrapped.length; y++) {
          if (y > 0 && !wrapped[y]) line++;
          expect(map.lineAt(y)).toBe(line);
          expect(map.firstOf(line)).toBeLessThanOrEqual(y);
          expect(map.lineAt(map.firstOf(line))).toBe(line);
        }
      }),
    );
  });

  it('know the row of each cell, the last one that printed there', () => {
    const map = mapOf([false, false]);
    map.add(0, { row: 3, cell: 0, isError: false });
    map.add(0, { row: 5, cell: 6, isError: true });
    expect([0, 5, 6, 99].map((cell) => map.rowAt(0, cell))).toEqual([3, 3, 5, 5]);
    expect(map.hasError(0)).toBe(true);
    expect([map.lineOf(3), map.lineOf(4), map.lineOf(5)]).toEqual([0, undefined, 0]);
    // A progress bar that begins again covers what was there.
    map.add(0, { row: 8, cell: 0, isError: false });
    expect([map.rowAt(0, 9), map.hasError(0), map.rowAt(1, 0)]).toEqual([8, false, undefined]);
  });
});
