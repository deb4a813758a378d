import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { EVENT_TYPES, LANES } from '../../../src/protocol/lane.ts';
import { MAX_MARKS, type ViewRequest } from '../../../src/protocol/protocol.ts';
import type { RawStretch } from '../../../src/recording/index/rowContent.ts';
import { markRaw } from '../../../src/timeline/detail/rawMarks.ts';
import { answers, bytesOf, chunk, freshPath, multiplex, note, RETURNED } from '../recording/recordings.ts';
import { dockerFrame } from '../wire/streams.ts';
import { TestView } from './view.ts';

/** Everything that a view can ask, of any row. */
function requestsAbout(row: number): readonly ViewRequest[] {
  const filter = {
    lanes: LANES,
    text: 'e',
    regex: false,
    caseSensitive: false,
    wholeWord: false,
    minSize: 1,
    maxSize: null,
  };
  return [
    { type: 'rows', from: 0, to: 2000 },
    { type: 'density', from: 0, to: 1e6, columns: 50, clock: 'inmate' },
    { type: 'detail', row },
    { type: 'output', from: row, to: row + 1000 },
    { type: 'outputOf', row },
    { type: 'find', query: { text: 'a', regex: false, caseSensitive: false, wholeWord: false }, row, step: 1 },
    { type: 'find', query: { text: '.', regex: true, caseSensitive: false, wholeWord: false }, row, step: -1 },
    { type: 'neighbour', row, step: 1 },
    { type: 'at', time: row, clock: 'arrival' },
    { type: 'filter', filter },
    { type: 'place', row },
    { type: 'rows', from: row, to: row + 5 },
  ];
}

type Kind = RawStretch['kind'];

/** Stretches of so many bytes in all, whatever they are said to be. */
function stretchesOf(bytes: number, lengths: readonly (readonly [Kind, number])[]): RawStretch[] {
  let end = 0;
  return lengths.map(([kind, length]) => {
    const from = end;
    end = Math.min(bytes, from + (kind === 'header' ? 8 : length));
    return { kind, from, to: end };
  });
}

describe('a recording from a stranger', () => {
  it('is shown or refused in so many words, whatever is in it', async () => {
    const share = fc.noBias(fc.integer({ min: 0, max: 999 })).map((thousandths) => thousandths / 1000);
    const damage = fc.array(fc.tuple(share, fc.nat(255)), { maxLength: 3 });
    const lost = fc.constantFrom(0, 0, 0, 0.1, 0.5);
    // Most damage is behind the head: without that there is nothing to show.
    const start = fc.constantFrom(bytesOf([]).length, bytesOf([]).length, 0);
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(answers, damage, lost, start, fc.nat(20), async (pieces, places, cut, from, row) => {
        const sent = multiplex(pieces, [7, 30]);
        const whole = bytesOf([note('n'), chunk('multiplexed', sent, 3), { outcome: RETURNED, t: 5 }]);
        const bytes = whole.slice(0, from + Math.ceil((whole.length - from) * (1 - cut)));
        for (const [place, value] of places) bytes[from + Math.floor(place * (bytes.length - from))] = value;
        const path = freshPath();
        writeFileSync(path, bytes);
        const refusals: string[] = [];
        const view = new TestView(RecordingReader.open(path));
        view.session.receive({ kind: 'ready' });
        const first = await view.next(({ kind }) => kind === 'start' || kind === 'broken');
        if (first.kind === 'start') {
          for (const request of requestsAbout(row)) {
            // The view holds every answer to the protocol.
            await view.ask(request).catch((error: unknown) => refusals.push(String(error)));
          }
          if (first.extent.rows > 3) shown++;
        }
        expect(view.reports).toEqual([]);
        expect(refusals.filter((message) => !/there is no row \d+$/.test(message))).toEqual([]);
        view.session.dispose();
      }),
      { numRuns: 80 },
    );
    expect(shown).toBeGreaterThan(20);
  });

  it('has marks within its bytes, and not too many', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.uint8Array({ maxLength: 60 }))
        .map(([stream, payload]) =>
          dockerFrame(stream, Uint8Array.from([0x93, 0xa5, ...new TextEncoder().encode('yield'), ...payload])),
        ),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom(...EVENT_TYPES),
        fc.boolean(),
        fc.array(fc.tuple(fc.constantFrom('header', 'own', 'other'), fc.nat(40))),
        (raw, type, headed, lengths) => {
          const isHeaded = headed && raw.length >= 8;
          const stretches = stretchesOf(raw.length, lengths);
          const marks = markRaw(type, { bytes: raw, stretches, headed: isHeaded, dockerLeft: 0, whole: true });
          for (const { from, to } of marks) expect(from >= 0 && from <= to && to <= raw.length).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    // Nothing but Docker headers of no payload.
    const headers = new Uint8Array(256 * 1024).map((_, i) => (i % 8 === 0 ? 2 : 0));
    const stretches = stretchesOf(
      headers.length,
      Array.from({ length: headers.length / 8 }, () => ['header', 8] as const),
    );
    const marks = markRaw('stdout', { bytes: headers, stretches, headed: true, dockerLeft: 0, whole: true });
    expect(marks.length).toBeLessThanOrEqual(MAX_MARKS);
  });
});
