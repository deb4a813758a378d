import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageMove } from '../../../../webview/model/list/pageMove.ts';

describe('a page down or up', () => {
  const view = { first: 20, last: 29 };

  it.each([
    [undefined, 1, 29],
    [0, 1, 29],
    [24, 1, 29],
    [29, 1, 38],
    [95, 1, 99],
    [undefined, -1, 20],
    [60, -1, 20],
    [24, -1, 20],
    [20, -1, 11],
    [5, -1, 0],
  ] as const)('from row %s by %i leads to row %i, of 20 to 29 in view of 100', (now, by, to) => {
    expect(pageMove(now, by, view, 100)).toBe(to);
  });

  it('comes to the end of any list, past every row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), (count, size) => {
        let [first, now] = [0, 0];
        for (let presses = 0; now < count - 1; presses++) {
          expect(presses).toBeLessThanOrEqual(count);
          const to = pageMove(now, 1, { first, last: Math.min(count, first + size) - 1 }, count);
          // As little is scrolled as is needed, so nothing between the two pages is left out.
          expect(to - now).toBeLessThanOrEqual(Math.max(1, size - 1));
          now = to;
          first = Math.max(first, now - size + 1);
        }
        expect(pageMove(now, 1, { first, last: count - 1 }, count)).toBe(count - 1);
      }),
    );
  });
});
