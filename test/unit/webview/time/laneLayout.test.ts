import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANES } from '../../../../src/protocol/lane.ts';
import type { Density } from '../../../../src/protocol/protocol.ts';
import {
  AXIS_HEIGHT,
  countAround,
  heightOf,
  laneBands,
  layoutBars,
} from '../../../../webview/model/time/laneLayout.ts';

function densityOf(counts: readonly number[], from = 0, to = 100): Density {
  const bytes = new Uint8Array(counts.length * 4);
  const view = new DataView(bytes.buffer);
  counts.forEach((count, i) => view.setUint32(i * 4, count, true));
  return { from, to, columns: counts.length, clock: 'arrival', lanes: [{ lane: 'stdout', counts: bytes, bytes }] };
}

const columns = fc.array(fc.constantFrom(0, 0, 1, 50), { minLength: 1, maxLength: 60 });

describe('marks of a lane', () => {
  it('stand for every column that holds a frame, and for no other', () => {
    fc.assert(
      fc.property(columns, (counts) => {
        const bars = layoutBars(densityOf(counts), 'stdout', { from: 0, to: 100 }, 600);
        expect(bars.length).toBe(counts.filter((count) => count > 0).length);
        for (const bar of bars) expect(bar.width).toBeGreaterThan(0);
      }),
    );
  });

  it('stand where their time is, also while the density is still that of another stretch', () => {
    const [bar] = layoutBars(densityOf([0, 0, 1, 0], 0, 40), 'stdout', { from: 20, to: 30 }, 100);
    expect(bar?.x).toBeLessThanOrEqual(50);
    expect((bar?.x ?? 0) + (bar?.width ?? 0) / 2).toBeCloseTo(50, 0);
  });

  it('are not drawn where they are out of view, nor in other lanes', () => {
    const density = densityOf([1, 0, 0, 1], 0, 40);
    expect(layoutBars(density, 'stdout', { from: 15, to: 25 }, 100)).toEqual([]);
    expect(layoutBars(density, 'yield', { from: 0, to: 40 }, 100)).toEqual([]);
  });

  it('are higher for more bytes, and never higher than the lane', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 }), fc.nat({ max: 2 ** 31 }), (a, b) => {
        const [low = 0, high = 0] = [a, b].toSorted((x, y) => x - y);
        expect(heightOf(low)).toBeLessThanOrEqual(heightOf(high));
        expect(heightOf(low)).toBeGreaterThan(0.1);
        expect(heightOf(high)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are counted around the pointer', () => {
    expect(countAround(densityOf([1, 50, 0, 0], 0, 40), 'stdout', 10, 5)).toEqual({ count: 51, bytes: 51 });
    expect(countAround(densityOf([1, 50, 0, 0], 0, 40), 'stdout', 35, 2).count).toBe(0);
    expect(countAround(densityOf([1]), 'yield', 1, 1).count).toBe(0);
  });
});

describe('bands', () => {
  it('lie below the axis, in the order of the lanes, and fill the height', () => {
    const bands = laneBands(220);
    expect(bands.map(({ lane }) => lane)).toEqual(LANES);
    expect(bands[0]?.top).toBe(AXIS_HEIGHT);
    expect((bands.at(-1)?.top ?? 0) + (bands.at(-1)?.height ?? 0)).toBeCloseTo(220);
    expect(laneBands(5).every(({ height }) => height === 0)).toBe(true);
  });
});
