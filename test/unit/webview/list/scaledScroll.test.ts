import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScaledScroll } from '../../../../webview/model/list/scaledScroll.ts';

const ROW = 22;
const lists = fc.record({
  rows: fc.integer({ min: 0, max: 20_000_000 }),
  view: fc.integer({ min: 40, max: 3000 }),
});

function scrollOf(rows: number, view: number): ScaledScroll {
  const scroll = new ScaledScroll();
  scroll.resize(rows * ROW, view);
  return scroll;
}

describe('a scrollbar for a list of any length', () => {
  it('stays below the height that browsers allow', () => {
    fc.assert(
      fc.property(lists, ({ rows, view }) => {
        expect(scrollOf(rows, view).scrollHeight).toBeLessThanOrEqual(15_000_000);
      }),
    );
  });

  it('reaches every row, and stays there when the browser reports where it put the bar', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), ({ rows, view }, share) => {
        fc.pre(rows > 0);
        const scroll = scrollOf(rows, view);
        const row = Math.floor(share * (rows - 1));
        const top = scroll.reveal(row * ROW, ROW);
        // Browsers keep whole pixels, or those of the screen.
        for (const kept of [Math.floor(top), Math.round(top * 2) / 2, top]) {
          const offset = scroll.scrolled(kept);
          expect(offset).toBeLessThanOrEqual(row * ROW);
          expect(offset + view).toBeGreaterThanOrEqual(Math.min((row + 1) * ROW, row * ROW + view));
        }
      }),
    );
  });

  it('shows the first row at its top and the last one at its bottom', () => {
    fc.assert(
      fc.property(lists, ({ rows, view }) => {
        const scroll = scrollOf(rows, view);
        const end = Math.max(0, scroll.scrollHeight - view);
        scroll.goTo(ROW * Math.floor(rows / 2));
        expect(scroll.scrolled(end) + view).toBeGreaterThanOrEqual(Math.min(rows * ROW, view));
        expect(scroll.offset).toBeCloseTo(Math.max(0, rows * ROW - view), 3);
        scroll.scrolled(0);
        expect(scroll.offset).toBe(0);
      }),
    );
  });

  it('moves down when the bar does', () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.nat(), ({ rows, view }, a, b) => {
        const scroll = scrollOf(rows, view);
        const end = Math.max(0, scroll.scrollHeight - view);
        const [low = 0, high = 0] = [a % (end + 1), b % (end + 1)].toSorted((x, y) => x - y);
        fc.pre(high - low > 2);
        expect(scroll.scrolled(low)).toBeLessThan(scroll.scrolled(high));
      }),
    );
  });

  it('stays where it is when rows come at the end', () => {
    const scroll = scrollOf(1_000_000, 500);
    scroll.goTo(12_345);
    scroll.resize(1_100_000 * ROW, 500);
    expect(scroll.offset).toBe(12_345);
  });

  it('is not scaled as long as the browser can do without', () => {
    expect(scrollOf(10_000, 500).scaled).toBe(false);
    expect(scrollOf(1_000_000, 500).scaled).toBe(true);
  });

  it('moves no further than it must to bring a row into view', () => {
    const scroll = scrollOf(1000, 10 * ROW);
    scroll.reveal(5 * ROW, ROW);
    expect(scroll.offset).toBe(0);
    scroll.reveal(10 * ROW, ROW);
    expect(scroll.offset).toBe(ROW);
    scroll.reveal(0, ROW);
    expect(scroll.offset).toBe(0);
  });

  it('brings the beginning of a row into a view that is too small for it, or has no size yet', () => {
    const scroll = new ScaledScroll();
    scroll.resize(1000, 0);
    scroll.reveal(0, 18);
    scroll.resize(1000, 100);
    expect(scroll.offset).toBe(0);
  });
});
