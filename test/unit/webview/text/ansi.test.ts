import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnsi, type AnsiStyle } from '../../../../webview/model/text/ansi.ts';
import { workOf } from '../../../support/threadTime.ts';

const ESC = '\u001b';

function styleOf(sequence: string): AnsiStyle | undefined {
  return readAnsi(`${sequence}x`)[0]?.style;
}

describe('colours of terminal output', () => {
  it.each([
    ['[31m', { kind: 'named', index: 1 }],
    ['[97m', { kind: 'named', index: 15 }],
    ['[38;5;12m', { kind: 'named', index: 12 }],
    ['[38;5;196m', { kind: 'rgb', red: 255, green: 0, blue: 0 }],
    ['[38;5;244m', { kind: 'rgb', red: 128, green: 128, blue: 128 }],
    ['[38;2;1;2;3m', { kind: 'rgb', red: 1, green: 2, blue: 3 }],
    ['[38:2::1:2:3m', { kind: 'rgb', red: 1, green: 2, blue: 3 }],
    ['[38:5:12m', { kind: 'named', index: 12 }],
    ['[31;39m', undefined],
    ['[31m\u001b[0m', undefined],
    ['[31m\u001b[m', undefined],
    ['[38;5;999m', undefined],
    ['[38;2;1;2;300m', undefined],
    ['[>4;31m', undefined],
  ])('reads %j', (sequence, foreground) => expect(styleOf(ESC + sequence)?.foreground).toEqual(foreground));

  it('reads what comes after an extended colour in the same sequence', () => {
    const style = styleOf(`${ESC}[38;5;12;1;48;2;9;8;7;4m`);
    expect(style).toMatchObject({ bold: true, underline: true, background: { red: 9, green: 8, blue: 7 } });
  });

  it('sets and unsets what a sequence says, and nothing of what came before', () => {
    const chunks = readAnsi(`${ESC}[31mA${ESC}[1mB${ESC}[22mC${ESC}[4:0mD`);
    expect(chunks.map(({ text, style }) => [text, style.bold])).toEqual([
      ['A', false],
      ['B', true],
      ['CD', false],
    ]);
  });

  it('leaves out titles, links, cursor moves and character sets, and keeps their text', () => {
    const text = `a${ESC}]0;title\u0007b${ESC}]8;;http://x${ESC}\\link${ESC}]8;;${ESC}\\${ESC}[2Jc${ESC}(B${ESC}7d${ESC}[?25l`;
    expect(
      readAnsi(text)
        .map((chunk) => chunk.text)
        .join(''),
    ).toBe('ablinkcd');
  });

  it('keeps what only begins like a sequence', () => {
    for (const text of [`a${ESC}`, `a${ESC}[`, `a${ESC}[31`, `a${ESC}]0;never ended`]) {
      expect(
        readAnsi(text)
          .map((chunk) => chunk.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('loses no character that is no part of a sequence', () => {
    const piece = fc.oneof(
      fc.constantFrom('a', 'b\n', ' '),
      fc.constantFrom('[1m', '[0m', '[38;5;1m', '[2K').map((end) => ESC + end),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const plain = pieces.filter((part) => !part.startsWith(ESC)).join('');
        expect(
          readAnsi(pieces.join(''))
            .map(({ text }) => text)
            .join(''),
        ).toBe(plain);
      }),
    );
  });

  it('stays fast and small whatever an inmate prints', async () => {
    const size = 256 * 1024;
    const hostile = [
      `${ESC}[1mx`,
      `${ESC}[31mx${ESC}[32my`,
      `${ESC}]`,
      `${ESC}[`,
      `${ESC}[;;;;`,
      ';',
      `${ESC}[38;2;1;2;3m`,
      `${ESC}[4:3m${ESC}P`,
    ].map((unit) => unit.repeat(size / unit.length));
    hostile.push(`${ESC}[${'1;'.repeat(size / 2)}m`);
    for (const text of hostile) {
      let pieces = 0;
      expect(await workOf(() => (pieces = readAnsi(text).length))).toBeLessThan(1000);
      expect(pieces).toBeLessThanOrEqual(10_000);
    }
  });
});
