import { describe, expect, it } from 'vitest';
import { shellPath } from '../../../src/text/shellWord.ts';

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
