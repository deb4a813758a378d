import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../../../src/text/escape.ts';
import { rowsOfText, TextRows } from '../../../../src/cli/output/textRows.ts';
import { collectGarbage } from '../../../support/collectGarbage.ts';

const rows = (...pieces: readonly (string | readonly number[])[]): string[] => {
  const text = new TextRows();
  const all = pieces.flatMap((piece) => [
    ...text.push(typeof piece === 'string' ? Buffer.from(piece) : Uint8Array.from(piece)),
  ]);
  return [...all, ...text.end()];
};

const FLOOD = 2 * 1024 * 1024;

describe('rows of output', () => {
  it.each<[(string | number[])[], string[]]>([
    [['one\ntwo\n'], ['one', 'two']],
    [['one\r\ntwo\rx'], ['one', 'two\\rx']],
    [
      ['a', 'b\n'],
      ['a', 'b'],
    ],
    [['\n\n'], ['', '']],
    [[''], []],
    [['\u001b[2J\u202e\n'], ['\\x1b[2J\\u{202e}']],
    [['\uFEFFx'], ['\\u{feff}x']],
    [
      [
        [0xe2, 0x82],
        [0xac, 0x0a],
      ],
      ['€'],
    ],
    [[[0xf0, 0x9f], [0x91], [0x8d]], ['👍']],
    [[[0xff, 0x61, 0xc3, 0x28, 0xe2, 0x82, 0x0a]], ['\\xffa\\xc3(\\xe2\\x82']],
    [[[0xed, 0xa0, 0x80]], ['\\xed\\xa0\\x80']],
    [[[0x61, 0xe2, 0x82]], ['a', '\\xe2\\x82']],
  ])('%j gives %j', (pieces, expected) => {
    expect(rows(...pieces)).toEqual(expected);
  });

  it('cuts a long row and says by how many bytes', () => {
    expect(rows('x'.repeat(10_000))).toEqual([`${'x'.repeat(4000)}… +6,000 bytes`]);
    const [row = ''] = rows('€'.repeat(2000));
    expect(row).toBe(`${'€'.repeat(1333)}… +2,001 bytes`);
  });

  it('shows the same characters wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.array(fc.nat(40)), (text, cuts) => {
        const bytes = Buffer.from(text.replaceAll('\n', ''));
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, i) => [...bytes.subarray(at[i], end)]);
        expect(rows(...pieces).join('')).toBe(escapeText(bytes.toString()));
      }),
    );
  });

  it('gives rows one by one, so that a flood of lines is never held whole', () => {
    const flood = new TextRows().push(Buffer.alloc(FLOOD, '\n'));
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    let count = 0;
    for (const row of flood) count += row === '' ? 1 : 0;
    expect(count).toBe(FLOOD);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(32 * 1024 * 1024);
  });
});

it('splits text into escaped rows', () => {
  expect(rowsOfText('a\n\u001bb\r\n')).toEqual(['a', '\\x1bb']);
  expect(rowsOfText('')).toEqual(['']);
});
