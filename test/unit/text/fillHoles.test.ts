import { expect, it } from 'vitest';
import { fillHoles } from '../../../src/text/fillHoles.ts';

it('fills the holes of a text, each with its own value', () => {
  expect(fillHoles('{1} of {0}, {1}', [12, 'a'])).toBe('a of 12, a');
  expect(fillHoles('{0} and {1}', [0])).toBe('0 and {1}');
  // What is put in is not looked at again, nor are the patterns of a replacement.
  expect(fillHoles('{0}{1}', ['{1}$&', 'x'])).toBe('{1}$&x');
});
