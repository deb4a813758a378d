import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, legible, type Colour } from '../../../../webview/model/text/contrast.ts';

const part = fc.nat(255);
const colour: fc.Arbitrary<Colour> = fc.tuple(part, part, part);

describe('contrast', () => {
  it('is that of WCAG', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
    expect(contrast([1, 2, 3], [1, 2, 3])).toBe(1);
  });

  it('is always enough after the mend, and what was legible stays as it is', () => {
    fc.assert(
      fc.property(colour, colour, (text, ground) => {
        const mended = legible(text, [ground], 4.5);
        expect(contrast(mended, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(text, ground) < 4.5 || mended === text).toBe(true);
      }),
    );
  });
});
