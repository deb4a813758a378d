import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../../src/protocol/protocol.ts';
import { checkViewMessage } from '../../../../src/protocol/checkMessage.ts';
import {
  forRecording,
  FRESH,
  readViewState,
  sameFilter,
  withLane,
  type ViewState,
} from '../../../../webview/model/viewState.ts';

describe('what a view remembers', () => {
  it('is the same after it was stored', () => {
    const state: ViewState = {
      recording: 'file:///a.dispatch',
      viewport: { from: 1, to: 2.5 },
      openFolds: ['after'],
      clock: 'inmate',
      filter: {
        lanes: ['stdout', 'yield'],
        text: 'x',
        regex: true,
        caseSensitive: false,
        wholeWord: false,
        minSize: 1,
        maxSize: 100,
      },
      row: 7,
      tab: 'bytes',
      follow: false,
      speed: 0.25,
      lanesHeight: 200,
      framesShare: 0.4,
      resultHeight: 300,
      resultShare: 0.7,
      part: 'lanes',
      lanesOpen: false,
      framesOpen: true,
      form: 'json',
    };
    expect(readViewState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('keeps how it looks and what it filters by for another recording, and begins with its result', () => {
    const filter = { ...EVERYTHING, text: 'x' };
    const sizes = {
      lanesHeight: 200,
      framesShare: 0.4,
      resultHeight: 300,
      resultShare: 0.7,
      lanesOpen: false,
    } as const;
    const look = { ...FRESH, ...sizes, filter, clock: 'inmate', tab: 'bytes', form: 'json' } as const;
    const seen = { recording: 'one', viewport: { from: 1, to: 2 }, row: 7, follow: false, part: 'lanes' } as const;
    expect(forRecording({ ...look, ...seen }, 'two')).toEqual({ ...look, recording: 'two' });
  });

  it('begins fresh where nothing was stored, or nonsense', () => {
    for (const stored of [undefined, null, 'x', 5, [], {}]) expect(readViewState(stored)).toEqual(FRESH);
    const nonsense = {
      viewport: { from: 5, to: 1 },
      row: -3,
      tab: 'x',
      speed: 3,
      framesShare: 7,
      resultHeight: '300',
      part: 'x',
      lanesOpen: 1,
      form: 'x',
      filter: { lanes: 'x' },
    };
    expect(readViewState(nonsense)).toEqual(FRESH);
  });

  it('is always something that can be shown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const state = readViewState({
          viewport: a,
          filter: { lanes: b, text: a, minSize: b },
          row: a,
          tab: b,
          speed: a,
        });
        const { viewport } = state;
        expect(viewport === null || viewport === 'all' || viewport.from < viewport.to).toBe(true);
        expect(typeof state.filter.text).toBe('string');
      }),
    );
  });

  it('is only what a host takes: rows and sizes are whole numbers', () => {
    const state = readViewState({ row: 1.5, filter: { minSize: 0.1, maxSize: 7.5 }, framesShare: 0.25 });
    expect(state).toMatchObject({ row: null, filter: { minSize: null, maxSize: null }, framesShare: 0.25 });
    fc.assert(
      fc.property(fc.double(), fc.double(), (row, size) => {
        const read = readViewState({ row, filter: { minSize: size, maxSize: size } });
        const detail = { kind: 'request', id: 1, request: { type: 'detail', row: read.row ?? 0 } };
        const filter = { kind: 'request', id: 1, request: { type: 'filter', filter: read.filter } };
        expect(checkViewMessage(detail)).toBeDefined();
        expect(checkViewMessage(filter)).toBeDefined();
      }),
    );
  });
});

describe('the filter', () => {
  it('shows and hides a lane, in the order of the lanes', () => {
    const without = withLane(EVERYTHING, 'stdout', false);
    expect(without.lanes).toEqual(['lifecycle', 'stderr', 'yield', 'result']);
    expect(withLane(without, 'stdout', true).lanes).toEqual(EVERYTHING.lanes);
  });

  it('is the same whatever order its lanes have', () => {
    expect(sameFilter(EVERYTHING, { ...EVERYTHING, lanes: EVERYTHING.lanes.toReversed() })).toBe(true);
    expect(sameFilter(EVERYTHING, { ...EVERYTHING, text: 'x' })).toBe(false);
  });
});
