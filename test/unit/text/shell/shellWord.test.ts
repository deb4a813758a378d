import { describe, expect, it } from 'vitest';
import { shellPath, shellWord } from '../../../../src/text/shell/shellWord.ts';

describe('a path in a command that people copy', () => {
  it.each([
    ['/srv/my-inmate', '/srv/my-inmate'],
    ['-dash', './-dash'],
    ['two words', "'two words'"],
    ['-two words', "'./-two words'"],
    ["o'clock; rm -rf $HOME", String.raw`'o'\''clock; rm -rf $HOME'`],
    ['~', "'~'"],
  ])('%s is written %s', (path, word) => {
    expect(shellPath(path, 'linux')).toBe(word);
  });

  it.each([
    [String.raw`C:\Users\me\my inmate`, String.raw`"C:\Users\me\my inmate"`],
    ['my inmate', '"my inmate"'],
    ['my-inmate', 'my-inmate'],
    ['-dash', './-dash'],
    [String.raw`C:\it's 100%`, String.raw`'C:\it''s 100%'`],
  ])('%s is written %s on Windows', (path, word) => {
    expect(shellPath(path, 'win32')).toBe(word);
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
