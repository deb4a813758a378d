import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatsFor } from '../../../../webview/model/format.ts';
import { ticksOf } from '../../../../webview/model/time/ticks.ts';

describe('the ticks of the axis', () => {
  it('are round, in view, evenly apart, and no more than there is room for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (from, span, most) => {
          const { step, times } = ticksOf({ from, to: from + span }, most);
          expect(times.length).toBeLessThanOrEqual(most + 1);
          expect([1, 2, 5, 10]).toContain(Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9)));
          // A million milliseconds lie 1e-10 apart from the next number that there is.
          const exact = step * 1e-6 + 1e-9;
          for (const [i, time] of times.entries()) {
            expect(time).toBeGreaterThanOrEqual(from - exact);
            expect(time).toBeLessThanOrEqual(from + span + exact);
            expect((time - (times[i - 1] ?? time - step)) / step).toBeCloseTo(1, 3);
          }
        },
      ),
    );
  });

  it('are written differently from each other', () => {
    const { tick } = formatsFor('en');
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        (from, span) => {
          const { step, times } = ticksOf({ from, to: from + span }, 10);
          const labels = times.map((time) => tick(time, step));
          expect(new Set(labels).size).toBe(labels.length);
        },
      ),
    );
  });
});
