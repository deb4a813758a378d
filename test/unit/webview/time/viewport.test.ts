import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  between,
  boundsOf,
  clamp,
  MIN_SPAN,
  pan,
  reveal,
  spanOf,
  timeToX,
  xToTime,
  zoom,
  type Viewport,
} from '../../../../webview/model/time/viewport.ts';

const time = fc.double({ min: 0, max: 1e7, noNaN: true });
const bounds = fc.double({ min: 1, max: 1e7, noNaN: true }).map((end) => boundsOf(end, []));
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A viewport somewhere within bounds. */
const within = fc.tuple(bounds, share, fc.double({ min: 0.001, max: 1, noNaN: true })).map(([whole, at, size]) => {
  const span = spanOf(whole) * size;
  const from = whole.from + at * (spanOf(whole) - span);
  return { whole, viewport: clamp({ from, to: from + span }, whole) };
});

function expectWithin({ from, to }: Viewport, whole: Viewport): void {
  const slack = spanOf(whole) * 1e-9;
  expect(from).toBeGreaterThanOrEqual(whole.from - slack);
  expect(to).toBeLessThanOrEqual(whole.to + slack);
  expect(to).toBeGreaterThan(from);
}

describe('a viewport', () => {
  it('maps times to pixels and back', () => {
    fc.assert(
      fc.property(within, share, fc.integer({ min: 1, max: 5000 }), ({ viewport }, at, width) => {
        const x = at * width;
        expect(timeToX(viewport, width, xToTime(viewport, width, x))).toBeCloseTo(x, 3);
      }),
    );
  });

  it('never leaves the bounds, however it is zoomed and panned', () => {
    const move = fc.oneof(
      fc.record({ factor: fc.double({ min: 0.01, max: 100, noNaN: true }), anchor: time }),
      fc.record({ by: fc.double({ min: -1e7, max: 1e7, noNaN: true }) }),
    );
    fc.assert(
      fc.property(within, fc.array(move, { maxLength: 20 }), ({ whole, viewport }, moves) => {
        let now = viewport;
        for (const step of moves) {
          now = 'by' in step ? pan(now, step.by, whole) : zoom(now, step.factor, step.anchor, whole);
          expectWithin(now, whole);
          expect(spanOf(now)).toBeGreaterThan(MIN_SPAN * 0.99);
        }
      }),
    );
  });

  it('keeps what is under the pointer there while it zooms in', () => {
    fc.assert(
      fc.property(within, share, fc.double({ min: 0.1, max: 1, noNaN: true }), ({ whole, viewport }, at, factor) => {
        fc.pre(spanOf(viewport) * factor > MIN_SPAN * 10);
        const anchor = viewport.from + at * spanOf(viewport);
        const after = zoom(viewport, factor, anchor, whole);
        expect(timeToX(after, 1000, anchor)).toBeCloseTo(timeToX(viewport, 1000, anchor), 2);
      }),
    );
  });

  it('keeps its span while it is panned', () => {
    fc.assert(
      fc.property(within, fc.double({ min: -1e7, max: 1e7, noNaN: true }), ({ whole, viewport }, by) => {
        expect(spanOf(pan(viewport, by, whole)) / spanOf(viewport)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('shows a time that it is asked to, and stays where that is seen already', () => {
    fc.assert(
      fc.property(within, share, ({ whole, viewport }, at) => {
        const wanted = whole.from + at * spanOf(whole);
        const after = reveal(viewport, wanted, whole);
        expect(wanted).toBeGreaterThanOrEqual(after.from - 1e-6);
        expect(wanted).toBeLessThanOrEqual(after.to + 1e-6);
        const isSeen = wanted >= viewport.from && wanted <= viewport.to;
        expect(isSeen && after !== viewport).toBe(false);
      }),
    );
  });

  it('leaves room for the mark of the last event, and begins with what came before the start', () => {
    expect(boundsOf(100, [])).toEqual({ from: 0, to: 102 });
    expect(boundsOf(100, [-50]).from).toBe(-50);
    expect(spanOf(boundsOf(0, []))).toBeGreaterThan(0);
  });

  it('takes two times in any order', () => {
    expect(between(5, 2)).toEqual({ from: 2, to: 5 });
    expect(spanOf(between(3, 3))).toBeGreaterThan(0);
  });
});
