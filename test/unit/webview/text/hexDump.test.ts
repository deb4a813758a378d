import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../../src/protocol/protocol.ts';
import { hexText, MarkedBytes } from '../../../../webview/model/text/hexDump.ts';

describe('raw bytes', () => {
  it('belong to the innermost mark around them', () => {
    const marks: Mark[] = [
      { from: 0, to: 8, kind: 'value', label: 'all' },
      { from: 2, to: 4, kind: 'string', label: 'inner' },
      { from: 1, to: 6, kind: 'array', label: 'middle' },
    ];
    const bytes = new MarkedBytes(new Uint8Array(10), marks);
    const labels = Array.from({ length: 10 }, (_, i) => bytes.markAt(i)?.label);
    expect(labels).toEqual(['all', 'middle', 'inner', 'inner', 'middle', 'middle', 'all', 'all', undefined, undefined]);
  });

  it('are copied as hex that gives them again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const hex = hexText(bytes, 0, bytes.length)
          .split('\n')
          .map((line) => line.slice(8, 8 + 47).replaceAll(' ', ''))
          .join('');
        expect([...Buffer.from(hex, 'hex')]).toEqual([...bytes]);
      }),
    );
  });

  it('stand with their offset and as ASCII', () => {
    expect(hexText(new TextEncoder().encode('hello\n'), 0, 6)).toMatch(/^000000 {2}68 65 6c 6c 6f 0a +hello\.$/);
  });
});
