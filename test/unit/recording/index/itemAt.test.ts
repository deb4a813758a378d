import { expect, it } from 'vitest';
import { itemAt } from '../../../../src/recording/index/itemAt.ts';

it('gives the item, and raises where there is none', () => {
  expect(itemAt(['a', 'b'], 1)).toBe('b');
  expect(itemAt(new Uint8Array(2), 1)).toBe(0);
  for (const index of [2, -1, 0.5]) expect(() => itemAt(['a', 'b'], index)).toThrow(RangeError);
});
