import { describe, expect, it } from 'vitest';
import { textEnding } from '../../../../src/timeline/whole/textEnding.ts';

describe('the ending of a text', () => {
  it.each([
    ['{"a": 1}', 'json'],
    ['[1, 2]\n', 'json'],
    ['[not json]', 'txt'],
    ['12', 'txt'],
    ['<!DOCTYPE html><p>x', 'html'],
    ['<!-- a --><div class="x">', 'html'],
    ['<T> is a type', 'txt'],
    ['# Title\n\ntext', 'md'],
    ['- one\n- two\n\n**bold** words', 'md'],
    ['a - b', 'txt'],
    ['1. a line that begins with a number', 'txt'],
    ['', 'txt'],
  ])('of %j is %s', (text, ending) => expect(textEnding(text)).toBe(ending));
});
