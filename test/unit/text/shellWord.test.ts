import { describe, expect, it } from 'vitest';
import { shellPath, shellWord } from '../../../src/text/shellWord.ts';

describe('a path in a command that people copy', () => {
  it.each([
    ['/srv/my-inmate', '/srv/my-inmate'],
    ['-dash', './-dash'],
    ['two words', "'two words'"],
    ['-two words', "'./-two words'"],
    ["o'clock; rm -rf $HOME", String.raw`'o'\''clock; rm -rf $HOME'`],
    ['~', "'~'"],
  ])('%s is written %s', (path, word) => {
    expect(shellPath(path)).toBe(word);
  });
});

describe('a word in a command that people copy', () => {
  it.each([
    ['render', 'render'],
    ['', "''"],
    ['-x', '-x'],
    ["it's", String.raw`'it'\''s'`],
    ['a\nb', "'a\nb'"],
  ])('%j is written %j', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });
});
