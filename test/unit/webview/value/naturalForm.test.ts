import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownValue, ValueContent } from '../../../../src/protocol/result.ts';
import { formsOf } from '../../../../webview/model/value/naturalForm.ts';

const shown = (content: ValueContent, image: ShownValue['image'] = null): ShownValue => ({
  row: 0,
  size: 0,
  content,
  image,
});
const formsOfText = (text: string) => formsOf(shown({ kind: 'text', text, length: text.length }));
const formsOfJson = (json: unknown) => formsOf(shown({ kind: 'json', json, omitted: 0 }));

describe('the natural form', () => {
  it.each([
    '<!doctype html><p>x',
    '<!DOCTYPE HTML PUBLIC "-//W3C">',
    '\n<!-- made --><html lang="en"><body></body></html>',
    '<h1>Title</h1>\n<p>Some text</p>\n',
    '<table class="x"><tr><td>1</td></tr></table>',
  ])('of %j is HTML', (text) => expect(formsOfText(text)).toEqual(['html', 'value']));

  it.each([
    '# Title\n\nText',
    '- one\n- two\n\n**bold**',
    'See [x](y)\n\n```js\nx\n```',
    '| a | b |\n|---|---|\n| **1** | 2 |',
  ])('of %j is Markdown', (text) => expect(formsOfText(text)).toEqual(['markdown', 'value']));

  it.each([
    '',
    'done',
    'a < b and c > d',
    '# just a comment',
    '1. first',
    '<3 you',
    '<Component/> is not HTML',
    '{not json}',
    '"text"',
    '12',
  ])('of %j is the text itself', (text) => expect(formsOfText(text)).toEqual(['value']));

  it('of text that is JSON is JSON, or a table', () => {
    expect(formsOfText('{"a": 1}')).toEqual(['json', 'value']);
    expect(formsOfText(' [1, 2]')).toEqual(['json', 'value']);
    expect(formsOfText('[{"a": 1}, {"a": 2}]')).toEqual(['table', 'json', 'value']);
    expect(formsOf(shown({ kind: 'text', text: '[1]', length: 99 }))).toEqual(['value']);
  });

  it('of a list of records or of equal lists is a table', () => {
    expect(
      formsOfJson([
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]),
    ).toEqual(['table', 'value', 'json']);
    expect(
      formsOfJson([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(['table', 'value', 'json']);
    for (const other of [[1, 2], [{ a: 1 }], [{ date: 'x' }, { date: 'y' }], [[1], [2, 3]], [{ a: 1 }, 2], { a: 1 }]) {
      expect(formsOfJson(other)).toEqual(['value', 'json']);
    }
    for (const scalar of [null, 1, true]) expect(formsOfJson(scalar)).toEqual(['value']);
  });

  it('of an image is the image, of bytes and of what is too large the value', () => {
    const bytes = shown({ kind: 'bytes', bytes: new Uint8Array(1), length: 1 });
    expect(formsOf(bytes)).toEqual(['value']);
    expect(formsOf({ ...bytes, image: { type: 'image/png', bytes: new Uint8Array(1) } })).toEqual(['image', 'value']);
    expect(formsOf(shown({ kind: 'large' }))).toEqual(['value']);
  });

  it('of Markdown that would take long to render is the text itself', () => {
    const head = '# Title\n\n**bold** [x](y)\n\n';
    expect(formsOfText(head)).toEqual(['markdown', 'value']);
    for (const piece of ['_a', '**a', '~~a']) expect(formsOfText(head + piece.repeat(20_000))).toEqual(['value']);
    expect(formsOfText(head + 'x'.repeat(100_000))).toEqual(['value']);
  });

  it('always leaves a way back to the value, also for hostile texts', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => formsOfText(text).includes('value')));
    for (const piece of ['<!--', '[', '# x\n', '<p ', '|---', '**a', '- x\n\n', '<p a=']) {
      expect(formsOfText(piece.repeat(200_000))).toContain('value');
    }
  });
});
