/** Milliseconds since the dispatch began, by the clock that is shown. */
export type TimeMs = number;

/** CSS pixels from the left edge of the canvas. */
export type CanvasX = number;

/** The time range that the canvas shows, or the whole range. `from` is below `to`. */
export interface Viewport {
  readonly from: TimeMs;
  readonly to: TimeMs;
}

/** A microsecond: the resolution of frame times. */
export const MIN_SPAN: TimeMs = 0.001;

/** Space after the last event, as a part of the whole, so that its mark is not cut. */
const END_ROOM = 0.02;

/** The whole range, from the first span or zero to a little after the last event. */
export function boundsOf(end: TimeMs, starts: readonly TimeMs[]): Viewport {
  const from = Math.min(0, ...starts);
  const to = Math.max(end, from);
  return { from, to: to + Math.max((to - from) * END_ROOM, MIN_SPAN) };
}

/** Space at both ends of a call, as a part of it. */
const CALL_ROOM = 0.03;

/** The range of a call with a small margin; at least wide enough to tell its frames apart. */
export function aroundCall(from: TimeMs, to: TimeMs): Viewport {
  const room = Math.max((to - from) * CALL_ROOM, MIN_SPAN);
  return { from: from - room, to: to + room };
}

export function spanOf({ from, to }: Viewport): TimeMs {
  return to - from;
}

export function timeToX(viewport: Viewport, width: CanvasX, time: TimeMs): CanvasX {
  return ((time - viewport.from) / spanOf(viewport)) * width;
}

export function xToTime(viewport: Viewport, width: CanvasX, x: CanvasX): TimeMs {
  return viewport.from + (x / width) * spanOf(viewport);
}

/** Moves a viewport into the bounds, and shrinks it if it is larger than they are. */
export function clamp(viewport: Viewport, bounds: Viewport): Viewport {
  const span = Math.min(Math.max(spanOf(viewport), MIN_SPAN), spanOf(bounds));
  const from = Math.min(Math.max(viewport.from, bounds.from), bounds.to - span);
  return { from, to: from + span };
}

/**
 * Zooms so that `anchor` stays where it is on the canvas, as far as the bounds allow.
 *
 * @param factor below 1 zooms in
 */
export function zoom(viewport: Viewport, factor: number, anchor: TimeMs, bounds: Viewport): Viewport {
  const span = Math.min(Math.max(spanOf(viewport) * factor, MIN_SPAN), spanOf(bounds));
  const share = (anchor - viewport.from) / spanOf(viewport);
  const from = anchor - share * span;
  return clamp({ from, to: from + span }, bounds);
}

export function pan(viewport: Viewport, by: TimeMs, bounds: Viewport): Viewport {
  const span = Math.min(spanOf(viewport), spanOf(bounds));
  const from = Math.min(Math.max(viewport.from + by, bounds.from), bounds.to - span);
  return { from, to: from + span };
}

export function contains({ from, to }: Viewport, time: TimeMs): boolean {
  return time >= from && time <= to;
}

/** Centres the viewport on `time`, unless it shows `time` already. */
export function reveal(viewport: Viewport, time: TimeMs, bounds: Viewport): Viewport {
  if (contains(viewport, time)) return viewport;
  const half = spanOf(viewport) / 2;
  return clamp({ from: time - half, to: time + half }, bounds);
}

/** The range between two times, given in either order. */
export function between(a: TimeMs, b: TimeMs): Viewport {
  const from = Math.min(a, b);
  return { from, to: Math.max(a, b, from + MIN_SPAN) };
}

/** The same range, longer: its end moves only when it has grown by a tenth. */
export function roundedUp(viewport: Viewport): Viewport {
  const steps = Math.ceil(Math.log(spanOf(viewport)) / Math.log(1.1));
  return { from: viewport.from, to: viewport.from + 1.1 ** steps };
}
