import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MsgpackMarker } from '../../../../src/timeline/detail/msgpackMarks.ts';
import { encodeValue } from '../../../../src/wire/msgpack/encodeValue.ts';
import { ExtData } from '../../../../src/wire/msgpack/ext.ts';

function marksOf(bytes: Uint8Array, room = 1000): { end: number; marks: MsgpackMarker['marks'] } {
  const marker = new MsgpackMarker(bytes, room);
  return { end: marker.value(0), marks: marker.marks };
}

const values = fc.anything({
  withBigInt: false,
  withDate: false,
  withMap: false,
  values: [fc.integer(), fc.double({ noNaN: true }), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array()],
});

describe('marks of msgpack', () => {
  it('say what stands where', () => {
    const bytes = encodeValue({ name: 'Ann', list: [1, -1, 300, 1.5, 2n ** 60n, null, true], blob: new Uint8Array(3) });
    const shown = marksOf(bytes).marks.map(({ from, to, kind, label }) => [
      bytes.subarray(from, to).length,
      kind,
      label,
    ]);
    expect(shown).toEqual([
      [bytes.length, 'map', 'map of 3 entries'],
      [5, 'string', 'key "name"'],
      [4, 'string', '"Ann"'],
      [5, 'string', 'key "list"'],
      [26, 'array', 'array of 7 items'],
      [1, 'number', '1'],
      [1, 'number', '-1'],
      [3, 'number', '300'],
      [9, 'number', '1.5'],
      [9, 'number', '1152921504606846976'],
      [1, 'other', 'nil'],
      [1, 'other', 'true'],
      [5, 'string', 'key "blob"'],
      [5, 'bytes', '3 bytes'],
    ]);
  });

  it('name timestamps and extensions, and escape what could deceive', () => {
    const ext = encodeValue([new Date(0), new ExtData(5, new Uint8Array(4)), 'a\u202eb\n']);
    expect(marksOf(ext).marks.map(({ kind, label }) => [kind, label])).toEqual([
      ['array', 'array of 3 items'],
      ['time', 'timestamp of 4 bytes'],
      ['ext', 'extension 5 of 4 bytes'],
      ['string', '"a\\\\u{202e}b\\\\n"'],
    ]);
  });

  it('cover any value whole, each container all that it holds', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encodeValue(value);
        const { end, marks } = marksOf(bytes, 10_000);
        expect(end).toBe(bytes.length);
        expect(marks[0]).toMatchObject({ from: 0, to: bytes.length });
        for (const [i, mark] of marks.entries()) {
          for (const later of marks.slice(i + 1)) {
            // One after the other, or one within the other.
            expect(later.from >= mark.to || later.to <= mark.to).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('stay within the bytes and their number, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(50), (bytes, room) => {
        const { end, marks } = marksOf(bytes, room);
        expect(end).toBeLessThanOrEqual(bytes.length);
        expect(marks.length).toBeLessThanOrEqual(room);
        for (const { from, to } of marks) expect(from <= to && to <= bytes.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
    // A nest of headers as deep as a message is long, each of which promises four billion items.
    const bomb = new Uint8Array(256 * 1024).fill(0xdd);
    expect(marksOf(bomb, 2000).marks).toHaveLength(2000);
  });
});
