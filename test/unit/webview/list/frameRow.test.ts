import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../../src/protocol/lane.ts';
import { readWindow, timeOf, type FrameRow } from '../../../../webview/model/list/frameRow.ts';
import { frameRow, windowOf } from './rows.ts';

describe('a window of rows', () => {
  it('is read from bytes at any offset', () => {
    const rows: FrameRow[] = [
      { ...frameRow(7), t: 1.5, at: 0.25 },
      { ...frameRow(4_000_000_000), type: 'raise', lane: 'result', t: 12_345.678, at: null, size: 4_294_967_295 },
    ];
    expect(readWindow(windowOf(rows, [EVENT_TYPES.indexOf('stdout'), EVENT_TYPES.indexOf('raise')]))).toEqual(rows);
  });

  it('tells the time by the clock that is asked for, by arrival where the inmate did not say', () => {
    expect(timeOf({ t: 5, at: 3 }, 'inmate')).toBe(3);
    expect(timeOf({ t: 5, at: null }, 'inmate')).toBe(5);
    expect(timeOf({ t: 5, at: 3 }, 'arrival')).toBe(5);
  });
});
