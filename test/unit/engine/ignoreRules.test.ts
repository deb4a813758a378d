import { expect, it } from 'vitest';
import { readIgnoreRules } from '../../../src/engine/images/ignoreRules.ts';

// Each seen with Docker 20.10 too: what of these is in no build context.
it.each([
  ['**.js', ['a.js', 'lib/a.js', 'lib/deep/a.js'], ['a.json', 'js/b']],
  ['**js', ['a.js', 'lib/xjs', 'js/b'], ['a.jsx']],
  ['**foo/bar', ['foo/bar', 'x/foo/bar', 'x/a-foo/bar/b'], ['foo/bars']],
  ['a+b.js', ['a+b.js'], ['aab.js', 'ab.js']],
  ['**/a+b.js', ['a+b.js', 'lib/a+b.js'], ['lib/aab.js']],
  ['(auth)', ['(auth)', '(auth)/page.js'], ['auth/page.js']],
  ['src/(auth)/*', ['src/(auth)/page.js'], ['src/auth/page.js']],
  ['{a,b}.js', ['{a,b}.js'], ['a.js']],
  ['a|b', ['a|b'], ['a', 'b']],
  ['^c', ['^c'], ['c']],
  ['[^a]*', ['b'], ['a']],
  ['[(]x', ['(x'], ['x']],
  ['\\(x)', ['(x)'], ['x']],
  ['*\n!lib/a+b.js', ['c.js'], ['lib/a+b.js']],
  ['# (a', [], ['(a', '# (a']],
])('%j keeps out what Docker does', (text, out, within) => {
  const rules = readIgnoreRules(text);
  expect(out.filter((path) => !rules.ignores(path))).toEqual([]);
  expect(within.filter((path) => rules.ignores(path))).toEqual([]);
});
