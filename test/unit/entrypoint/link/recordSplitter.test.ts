import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HEADER_BYTES } from '../../../../inmate-template/entrypoint/link/record.ts';
import { RecordSplitter, type Piece } from '../../../../inmate-template/entrypoint/link/recordSplitter.ts';
import { bytesOf, cutAt, joined, MARKER, pieces, recordBytes } from '../records.ts';
import { workOf } from '../../../support/threadTime.ts';

function split(chunks: readonly Buffer[]): Piece[] {
  const splitter = new RecordSplitter(MARKER);
  const found: Piece[] = [];
  for (const chunk of chunks) {
    splitter.push(chunk);
    for (let piece = splitter.next(); piece; piece = splitter.next()) found.push(piece);
  }
  const rest = splitter.end();
  return rest.length > 0 ? [...found, { kind: 'output', bytes: rest }] : found;
}

it('finds the same pieces however the stream is cut', () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(), { maxLength: 20 }), (written, places) => {
      expect(joined(split(cutAt(bytesOf(written), places)))).toEqual(joined(written));
    }),
    { numRuns: 500 },
  );
});

it('finds the same pieces in single bytes', () => {
  fc.assert(
    fc.property(pieces, (written) => {
      const bytes = bytesOf(written);
      const single = Array.from(bytes, (_, n) => bytes.subarray(n, n + 1));
      expect(joined(split(single))).toEqual(joined(written));
    }),
  );
});

it('passes on every byte of whatever else it is given, in order', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(MARKER),
    fc
      .integer({ min: 0, max: HEADER_BYTES })
      .map((length) => recordBytes({ type: 'yield', at: 1, length: 5000, aside: false }).subarray(0, length)),
  );
  fc.assert(
    fc.property(fc.array(noise), fc.array(fc.nat(), { maxLength: 10 }), (parts, places) => {
      const bytes = Buffer.concat(parts);
      const found = split(cutAt(bytes, places));
      fc.pre(found.every(({ kind }) => kind === 'output'));
      expect(bytesOf(found)).toEqual(bytes);
    }),
  );
});

it('takes a marker without a sound header for output', () => {
  const forged = recordBytes({ type: 'return', at: 1, length: 2 ** 32 - 1, aside: false });
  expect(joined(split([forged]))).toEqual([{ kind: 'output', bytes: forged }]);
});

it('hands on at once what cannot be the beginning of a marker', () => {
  const splitter = new RecordSplitter(MARKER);
  splitter.push(Buffer.from('text\xff\x00', 'latin1'));
  expect(splitter.next()).toEqual({ kind: 'output', bytes: Buffer.from('text\xff\x00', 'latin1') });
  expect(splitter.next()).toBeUndefined();
});

it('takes linear time for output that looks like markers', async () => {
  const chunk = Buffer.alloc(16 * 1024 * 1024, MARKER.subarray(0, 15));
  expect(await workOf(() => split([chunk]))).toBeLessThan(1000);
});
