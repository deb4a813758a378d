import dockerignore from '@balena/dockerignore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import { readIgnoreRules } from '../../../../../../../src/engine/hosts/docker/images/context/ignoreRules.ts';

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

/** Rules of which the library that others use says the same as Docker does, in time. */
const harmlessRule = () => {
  const name = fc.stringMatching(/^(?:[ab.][ab.-]?|\*|\?|a\*|\*b|a\?b|\*a\*|\[ab\]|\[^a\]b|\\\*|\*\.b)$/);
  const segments = fc.array(fc.oneof({ weight: 4, arbitrary: name }, { weight: 1, arbitrary: fc.constant('**') }), {
    minLength: 1,
    maxLength: 4,
  });
  return fc
    .tuple(fc.constantFrom('', '', '!'), fc.constantFrom('', '', '/'), segments, fc.constantFrom('', '', '/'))
    .filter(([, , parts]) => parts.every((part) => !/^\.+$/.test(part)))
    .map(([negation, before, parts, after]) => `${negation}${before}${parts.join('/')}${after}`);
};
const somePath = () =>
  fc
    .array(
      fc.stringMatching(/^(?:[ab*.-]{1,4})$/).filter((name) => !/^\.+$/.test(name)),
      { minLength: 1, maxLength: 5 },
    )
    .map((names) => names.join('/'));

it('says of harmless rules what the library says that others use', () => {
  fc.assert(
    fc.property(
      fc.array(harmlessRule(), { maxLength: 6 }),
      fc.array(somePath(), { minLength: 1, maxLength: 8 }),
      (lines, paths) => {
        const rules = readIgnoreRules(lines.join('\n'), 'linux');
        const library = dockerignore({ ignorecase: false }).add([...lines]);
        for (const path of paths) expect([path, rules.ignores(path)]).toEqual([path, library.ignores(path)]);
      },
    ),
    { numRuns: 2000 },
  );
});

it('says the same of a path whatever was asked before', () => {
  fc.assert(
    fc.property(
      fc.array(harmlessRule(), { maxLength: 6 }),
      fc.array(somePath(), { minLength: 1, maxLength: 8 }),
      (lines, paths) => {
        const asked = readIgnoreRules(lines.join('\n'));
        for (const path of paths) expect(asked.ignores(path)).toBe(readIgnoreRules(lines.join('\n')).ignores(path));
      },
    ),
  );
});

it('takes backslashes for slashes on Windows alone', () => {
  expect(readIgnoreRules('lib\\a.js', 'win32').ignores('lib/a.js')).toBe(true);
  expect(readIgnoreRules('lib\\a.js', 'linux').ignores('lib/a.js')).toBe(false);
});

describe('a pattern that is written to take long', () => {
  const long = 'a'.repeat(200);
  // Each has an answer, or a refusal that names the file, after so few steps that the test ends.
  it.each([
    ['six stars', `${'a*'.repeat(6)}b`, long],
    ['a hundred stars', `${'a*'.repeat(100)}b`, long],
    ['any folder a thousand times', `${'**/'.repeat(1000)}b`, `${'a/'.repeat(500)}a`],
    ['any folder between names', `${'**a'.repeat(500)}b`, long],
    ['stars and folders', `${'*a**/'.repeat(200)}b`, `${'a/'.repeat(200)}a`],
    ['question marks and stars', `${'?*'.repeat(500)}b`, long],
    ['classes and stars', `${'[a-z]*'.repeat(300)}b`, long],
    ['negated classes and stars', `${'*[^b]'.repeat(300)}b`, long],
    ['a class of a thousand ranges', `[${'a-b'.repeat(1000)}]*`, 'c'.repeat(200)],
    ['an exception', `!${'a*'.repeat(100)}b`, `${long}.env`],
    ['an exception that names a secret', `!*.e*${'*n*'.repeat(100)}x`, `.env${'n'.repeat(200)}`],
  ])('is compared: %s', (_what, pattern, path) => {
    const rules = readIgnoreRules(pattern);
    expect(rules.ignores(path)).toBe(false);
    rules.isSecret(path);
    rules.mayIncludeBelow(path);
  });

  it('is given up where it takes millions of steps, by name', () => {
    const rules = readIgnoreRules(`**/${'*a'.repeat(100)}b\n`.repeat(200));
    const path = Array.from({ length: 20 }, () => 'a'.repeat(200)).join('/');
    expect(() => rules.ignores(path)).toThrow(UsageError);
    expect(() => rules.ignores(path)).toThrow(/^\.dockerignore takes too long/);
  });

  it('is one of a hundred thousand', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `data/${i % 2 === 0 ? `${i}` : `*${i}`}`);
    const rules = readIgnoreRules([...lines, '!data/*7'].join('\n'));
    expect(['data/4', 'data/x5', 'data/5', 'data/7', 'lib/4'].map((path) => rules.ignores(path))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

it.each([
  ['lib\n!', '.dockerignore:2: "" is not a pattern: it names nothing'],
  ['[a', '.dockerignore:1: "[a" is not a pattern: a bracket is not closed'],
  ['[]', '.dockerignore:1: "[]" is not a pattern: a range in its brackets has no end'],
  ['[a-]', 'a range in its brackets has no end'],
  ['# a\n[^', '.dockerignore:2: "[^" is not a pattern: a bracket is not closed'],
  ['a'.repeat(1024 ** 2), `"${'a'.repeat(60)}…" is not a pattern: it has more than 4096 characters`],
])('a line that means nothing is refused rather than left out (%#)', (text, message) => {
  expect(() => readIgnoreRules(text)).toThrow(UsageError);
  expect(() => readIgnoreRules(text)).toThrow(message);
});
