import fc from 'fast-check';
import { HEADER_BYTES, writeHeader, type RecordHeader } from '../../../inmate-template/entrypoint/link/record.ts';
import type { Piece } from '../../../inmate-template/entrypoint/link/recordSplitter.ts';

/** A marker with a repetition in it, so that beginnings of it are found within it. */
export const MARKER = Buffer.from('ff01ff01ff02ff01ff01ff03aabbccdd', 'hex');

/** A record as the inmate writes it; without a payload the header alone. */
export function recordBytes(header: RecordHeader, payload: Buffer = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  writeHeader(bytes, MARKER, header);
  return Buffer.concat([bytes, payload]);
}

/** Output that is hard to tell from a marker, but does not contain one. */
const output = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      fc.integer({ min: 1, max: MARKER.length - 1 }).map((length) => MARKER.subarray(0, length)),
      fc.constant(Buffer.from([0xff])),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts): Piece => ({ kind: 'output', bytes: Buffer.concat(parts) }))
  .filter((piece) => piece.kind === 'output' && piece.bytes.length > 0);

const record = fc
  .record({
    type: fc.constantFrom('yield' as const, 'return' as const, 'raise' as const),
    at: fc.integer({ min: 0, max: 2 ** 40 }),
    aside: fc.boolean(),
    payload: fc.uint8Array({ maxLength: 60 }),
  })
  .map(({ type, at, aside, payload }): Piece => {
    const header = { type, at, aside, length: payload.length };
    return { kind: 'record', header, payload: aside ? undefined : Buffer.from(payload) };
  });

/** What the inmate writes, piece by piece. */
export const pieces = fc
  .array(fc.oneof(output, record), { maxLength: 12 })
  .filter((all) => !bytesOf(all.filter(({ kind }) => kind === 'output')).includes(MARKER));

export function bytesOf(all: readonly Piece[]): Buffer {
  const parts = all.map((piece) =>
    piece.kind === 'output' ? piece.bytes : recordBytes(piece.header, piece.payload ?? Buffer.alloc(0)),
  );
  return Buffer.concat(parts);
}

/** Stretches of output joined, so that the cuts do not show. */
export function joined(all: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of all) {
    const last = result.at(-1);
    if (piece.kind === 'output' && last?.kind === 'output') {
      result.splice(-1, 1, { kind: 'output', bytes: Buffer.concat([last.bytes, piece.bytes]) });
    } else {
      result.push(piece);
    }
  }
  return result;
}

/** A buffer cut at the given places, which are taken modulo its length. */
export function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...places.map((place) => place % (bytes.length + 1)), 0, bytes.length].toSorted((a, b) => a - b);
  return cuts.slice(1).map((cut, n) => bytes.subarray(cuts[n], cut));
}
