import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../../src/recording/recordingWriter.ts';
import { MAX_OUTPUT_BYTES, MAX_OUTPUT_PIECES, type Output } from '../../../../src/protocol/output.ts';
import { OutputFeed } from '../../../../src/timeline/console/outputFeed.ts';
import { OutputPositions } from '../../../../src/timeline/console/outputPositions.ts';
import { answers, chunk, META, multiplex, note, record, RETURNED, write } from '../../recording/recordings.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';
import { uint32s } from '../view.ts';

const NEVER = new AbortController().signal;

async function feedOf(path: string) {
  const index = (await RecordingReader.open(path)).index();
  await index.extend();
  return new OutputFeed(index);
}

/** What is said of each byte: its row and stream. */
function bytesIn({ rows, sizes, streams, bytes }: Output) {
  const lengths = uint32s(sizes);
  let at = 0;
  return uint32s(rows).flatMap((row, i) => {
    const piece = [...bytes.subarray(at, at + (lengths[i] ?? 0))];
    at += piece.length;
    return piece.map((byte) => ({ row, stream: streams[i] === 1 ? 'stderr' : 'stdout', byte }));
  });
}

describe('the output of a recording', () => {
  it('is both streams in the order of arrival, from any position to any other', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.nat(300), fc.nat(300), async (pieces, from, length) => {
        const sent = multiplex(pieces, [7, 30]);
        const path = record([note('n'), chunk('multiplexed', sent, 3), { outcome: RETURNED, t: 5 }]);
        const expected: { row: number; stream: string; byte: number }[] = [];
        for await (const { seq, type, value } of (await RecordingReader.open(path)).events()) {
          if ((type === 'stdout' || type === 'stderr') && value instanceof Uint8Array) {
            for (const byte of value) expected.push({ row: seq, stream: type, byte });
          }
        }
        const feed = await feedOf(path);
        const all = await feed.read(0, MAX_OUTPUT_BYTES, NEVER);
        expect(bytesIn(all)).toEqual(expected);
        expect(all.total).toBe(expected.length);
        const window = await feed.read(from, from + length, NEVER);
        expect(window.from).toBe(Math.min(from, expected.length));
        expect(bytesIn(window)).toEqual(expected.slice(from, from + length));
        for (const row of new Set(expected.map((one) => one.row))) {
          const { from: begin, to } = feed.placeOf(row);
          expect(expected.slice(begin, to).every((one) => one.row === row)).toBe(true);
          expect(expected.filter((one) => one.row === row)).toHaveLength(to - begin);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('comes a part at a time, however long a row is and however many there are', async () => {
    const long = new Uint8Array(3 * MAX_OUTPUT_BYTES + 5).map((_, i) => i % 251);
    const short = Array.from({ length: MAX_OUTPUT_PIECES + 10 }, () => stdoutFrame('x'));
    const path = record(
      [
        chunk('multiplexed', dockerFrame(1, stdoutFrame(long))),
        chunk('multiplexed', dockerFrame(1, concat(...short))),
        chunk('multiplexed', dockerFrame(1, valueFrame('return', null))),
        { outcome: RETURNED, t: 5 },
      ],
      { ...META, limits: {} },
    );
    const feed = await feedOf(path);
    const parts: number[][] = [];
    let at = 0;
    for (let total = 1; at < total;) {
      const output = await feed.read(at, at + MAX_OUTPUT_BYTES, NEVER);
      expect(output.streams.length).toBeLessThanOrEqual(MAX_OUTPUT_PIECES);
      parts.push([...output.bytes]);
      at += output.bytes.length;
      total = output.total;
    }
    expect(at).toBe(long.length + short.length);
    expect(Uint8Array.from(parts.flat()).subarray(0, long.length)).toEqual(long);
    expect(parts.length).toBe(5);
  });

  it('grows with the recording, and ends where a row is that does not exist yet', async () => {
    const writer = RecordingWriter.spool(META);
    const index = writer.reader().index();
    const feed = new OutputFeed(index);
    expect(await feed.read(0, 10, NEVER)).toMatchObject({ from: 0, total: 0 });
    write(writer, [
      chunk('multiplexed', dockerFrame(1, stdoutFrame('one\n'))),
      chunk('multiplexed', dockerFrame(2, text('two\n'))),
    ]);
    await index.extend();
    const output = await feed.read(2, 100, NEVER);
    expect(new TextDecoder().decode(output.bytes)).toBe('e\ntwo\n');
    expect([...output.streams]).toEqual([0, 1]);
    expect(feed.placeOf(99)).toEqual({ from: 8, to: 8 });
    expect(await feed.read(99, 100, NEVER)).toMatchObject({ from: 8, total: 8 });
    writer.close();
  });
});

describe('the positions of output', () => {
  /** Rows of so many bytes, 64 a page would be too few: pages are as they are in an index. */
  function pagesOf(sizes: readonly number[], code: number) {
    const pages = [];
    for (let from = 0; from < sizes.length; from += 4096) {
      const size = Uint32Array.from(sizes.slice(from, from + 4096));
      pages.push({ length: size.length, size, code: new Uint8Array(size.length).fill(code) });
    }
    return { length: sizes.length, pages };
  }

  it('are found across pages, and past pages without output', () => {
    const sizes = Array.from({ length: 20_000 }, (_, i) => (i > 4000 && i < 12_500 ? 0 : 1 + (i % 7)));
    const positions = new OutputPositions(pagesOf(sizes, 1));
    let start = 0;
    const wrong = sizes.flatMap((size, row) => {
      const from = start;
      start += size;
      if (size === 0) return [];
      const { to } = positions.of(row);
      const holder = row % 37 === 0 ? positions.rowsFrom(start - 1).next().value : { row, start: from, size };
      const isRight = to === start && holder?.row === row && holder.start === from && holder.size === size;
      return isRight ? [] : [row];
    });
    expect(wrong).toEqual([]);
    expect(positions.total).toBe(start);
    expect([...positions.rowsFrom(start)]).toEqual([]);
  });

  it('count gigabytes', () => {
    const positions = new OutputPositions(pagesOf(Array<number>(10_000).fill(1_000_000), 2));
    expect(positions.total).toBe(1e10);
    expect(positions.rowsFrom(9_999_999_999).next().value).toEqual({
      row: 9999,
      start: 9_999_000_000,
      size: 1e6,
      isError: true,
    });
  });
});
