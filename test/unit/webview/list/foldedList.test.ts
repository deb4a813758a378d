import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Housekeeping } from '../../../../src/protocol/call.ts';
import { FoldedList, SIDES } from '../../../../webview/model/list/foldedList.ts';

const before: Housekeeping = { side: 'before', from: 0, to: 3, duration: 5 };
const after: Housekeeping = { side: 'after', from: 6, to: 8, duration: 2 };

describe('a folded list', () => {
  it('has a head in place of the steps, and the steps behind it when it is open', () => {
    const closed = new FoldedList(9, [before, after], []);
    const items = (list: FoldedList) =>
      Array.from({ length: list.count }, (_, i) => {
        const item = list.itemAt(i);
        return item?.kind === 'fold' ? item.fold.side : item?.place;
      });
    expect(items(closed)).toEqual(['before', 3, 4, 5, 'after', 8]);
    expect(items(new FoldedList(9, [before, after], ['before']))).toEqual(['before', 0, 1, 2, 3, 4, 5, 'after', 8]);
    expect(items(new FoldedList(9, [before, after], SIDES))).toEqual(['before', 0, 1, 2, 3, 4, 5, 'after', 6, 7, 8]);
    expect(items(new FoldedList(4, [], []))).toEqual([0, 1, 2, 3]);
    expect([closed.indexOf(1), closed.indexOf(7), closed.indexOf(8), closed.indexOf(9)]).toEqual([0, 4, 5, 6]);
    expect([closed.frameFrom(0, 1), closed.frameFrom(5, -1), closed.frameFrom(4, -1)]).toEqual([3, 8, 5]);
    expect([closed.indexOfFold('before'), closed.indexOfFold('after')]).toEqual([0, 4]);
  });

  it('ignores folds that are not in the list', () => {
    expect(new FoldedList(2, [before], []).count).toBe(2);
  });

  it('finds every frame again, in order, whatever is open', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.nat(9),
        fc.nat(5),
        fc.nat(3),
        fc.subarray([...SIDES]),
        (first, middle, last, rest, open) => {
          const folds: Housekeeping[] = [
            { ...before, to: first },
            { ...after, from: first + middle, to: first + middle + last },
          ].filter(({ from, to }) => to > from);
          const shown = first + middle + last + rest;
          const list = new FoldedList(shown, folds, open);
          let previous = -1;
          for (let i = 0; i < list.count; i++) {
            const item = list.itemAt(i);
            if (item?.kind !== 'frame') continue;
            expect(item.place).toBeGreaterThan(previous);
            expect(list.indexOf(item.place)).toBe(i);
            expect(list.placeFrom(i)).toBe(item.place);
            previous = item.place;
          }
          for (let place = 0; place < shown; place++) expect(list.itemAt(list.indexOf(place))).toBeDefined();
        },
      ),
    );
  });
});
