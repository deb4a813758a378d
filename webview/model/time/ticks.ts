import { spanOf, type TimeMs, type Viewport } from './viewport.ts';

export interface Ticks {
  /** Time between two ticks: 1, 2 or 5 times a power of ten. */
  readonly step: TimeMs;
  readonly times: readonly TimeMs[];
}

/** Times for the axis, at most `most` of them. */
export function ticksOf(viewport: Viewport, most: number): Ticks {
  const step = roundStep(spanOf(viewport) / Math.max(1, most));
  const times: TimeMs[] = [];
  // Multiples of the step: repeated addition would drift.
  const first = Math.ceil(viewport.from / step);
  const last = Math.min(Math.floor(viewport.to / step), first + most);
  for (let i = first; i <= last; i++) times.push(i * step);
  return { step, times };
}

function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
}
