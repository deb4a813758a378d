import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventIndex } from '../../../src/recording/index/eventIndex.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { EVERYTHING } from '../../../src/protocol/protocol.ts';
import { countDensity, nearestRow } from '../../../src/timeline/rows/density.ts';
import { ShownRows } from '../../../src/timeline/rows/shownRows.ts';
import { freshPath, META, RETURNED } from '../recording/recordings.ts';
import { concat, stdoutFrame, valueFrame } from '../wire/streams.ts';
import { uint32s } from './view.ts';

const ROWS = 1_000_000;
const BATCH = 1000;
const path = freshPath();

/** Every tenth row is a yield, the others stdout; a thousand rows a millisecond, each of them with its microsecond. */
function isYield(row: number): boolean {
  return row % 10 === 9;
}

function allBut(times: number, count: number, last: number): number[] {
  return [...Array.from({ length: times }, () => count), last];
}

let index: EventIndex;

beforeAll(async () => {
  const writer = RecordingWriter.create(path, META);
  for (let from = 0; from < ROWS - 2; from += BATCH) {
    const length = Math.min(BATCH, ROWS - 2 - from);
    const frames = Array.from({ length }, (_, i) => {
      const row = from + i;
      return isYield(row) ? valueFrame('yield', [row], row) : stdoutFrame(`${row}`, row);
    });
    writer.bytes('stdout', concat(...frames), from / BATCH);
  }
  writer.bytes('stdout', valueFrame('return', null, ROWS), ROWS / BATCH);
  writer.outcome(RETURNED, ROWS / BATCH);
  writer.close();
  index = (await RecordingReader.open(path)).index();
  await index.extend();
}, 120_000);

afterAll(() => rmSync(path, { force: true }));

describe('a million rows', () => {
  it('are all counted, each in its column and lane', () => {
    const request = { from: 0, to: ROWS / BATCH, columns: 1000, clock: 'inmate' } as const;
    const lanes = new Map(countDensity(index.pages, undefined, request).lanes.map((one) => [one.lane, one]));
    const counts = (lane: 'yield' | 'stdout') => uint32s(lanes.get(lane)?.counts ?? new Uint8Array());
    expect(counts('yield')).toEqual(allBut(999, 100, 99));
    expect(counts('stdout')).toEqual(allBut(999, 900, 899));
    const result = uint32s(lanes.get('result')?.counts ?? new Uint8Array());
    expect(result.indexOf(2)).toBe(999);
  });

  it('have a place each through a filter, and none of their own without one', () => {
    const everything = new ShownRows(index, EVERYTHING);
    expect([everything.length, everything.rows, everything.placeOf(777_777)]).toEqual([ROWS, undefined, 777_777]);
    const yields = new ShownRows(index, { ...EVERYTHING, lanes: ['yield'] });
    expect(yields.length).toBe(99_999);
    for (const place of [0, 1, 50_000, 99_998]) expect(yields.rowAt(place)).toBe(place * 10 + 9);
    expect([yields.rowAt(99_999), yields.rowAt(-1)]).toEqual([undefined, undefined]);
    expect([yields.placeOf(500_005), yields.has(500_009), yields.has(500_008)]).toEqual([50_000, true, false]);
    const density = countDensity(index.pages, yields.rows, { from: 0, to: 1000, columns: 10, clock: 'arrival' });
    expect(density.lanes.map(({ counts }) => uint32s(counts).reduce((sum, count) => sum + count))).toEqual([
      0, 0, 0, 99_999, 0,
    ]);
  });

  it('are found by their time', () => {
    expect(nearestRow(index.pages, undefined, 654.321, 'inmate')).toBe(654_321);
    expect(nearestRow(index.pages, undefined, -5, 'inmate')).toBe(0);
    expect(nearestRow(index.pages, undefined, 500.4, 'arrival')).toBe(500_000);
    expect(nearestRow(index.pages, new Uint32Array([5, 900_000]), 300, 'inmate')).toBe(5);
  });
});
