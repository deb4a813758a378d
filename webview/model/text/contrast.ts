/** Red, green and blue, from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

const STEPS = 20;

/** How far two colours are apart, as WCAG counts it: from 1 to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [lighter, darker] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** The colour itself if it is legible on all of the grounds; else moved towards black or white until it is. */
export function legible(colour: Colour, grounds: readonly Colour[], least: number): Colour {
  const worst = (one: Colour) => Math.min(...grounds.map((ground) => contrast(one, ground)));
  if (worst(colour) >= least) return colour;
  const black: Colour = [0, 0, 0];
  const white: Colour = [255, 255, 255];
  const target = worst(black) > worst(white) ? black : white;
  for (let step = 1; step < STEPS; step++) {
    const moved = mixed(colour, target, step / STEPS);
    if (worst(moved) >= least) return moved;
  }
  return target;
}

function mixed([r, g, b]: Colour, [toR, toG, toB]: Colour, share: number): Colour {
  const mix = (from: number, to: number) => Math.round(from + (to - from) * share);
  return [mix(r, toR), mix(g, toG), mix(b, toB)];
}

function luminance([r, g, b]: Colour): number {
  const part = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}
