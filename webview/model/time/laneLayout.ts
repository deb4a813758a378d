import { LANES, type Lane } from '../../../src/protocol/lane.ts';
import type { Density } from '../../../src/protocol/protocol.ts';
import { timeToX, type CanvasX, type TimeMs, type Viewport } from './viewport.ts';

/** CSS pixels from the top of the canvas. */
export type CanvasY = number;

export const AXIS_HEIGHT: CanvasY = 20;

/** Height of an empty frame's mark, as a part of the lane, so that it is visible. */
const LEAST_HEIGHT = 0.35;
/** A mark of 2 to this power bytes (1 MiB) fills its lane. */
const FULL_BITS = 20;
/** Width of a mark without neighbours: wider than a column. */
const LONE_WIDTH: CanvasX = 3;

export interface LaneBand {
  readonly lane: Lane;
  readonly top: CanvasY;
  readonly height: CanvasY;
}

/** The bands of the lanes, below the axis. */
export function laneBands(height: CanvasY): LaneBand[] {
  const each = Math.max(0, height - AXIS_HEIGHT) / LANES.length;
  return LANES.map((lane, i) => ({ lane, top: AXIS_HEIGHT + i * each, height: each }));
}

/** The mark of a column's frames; its height shows how many bytes they hold. */
export interface Bar {
  readonly x: CanvasX;
  readonly width: CanvasX;
  /** Part of the lane's height. */
  readonly height: number;
}

/**
 * The marks of a lane. While a new density is loading, the old one may cover another time range than the viewport: its
 * columns are still drawn at their times.
 */
export function layoutBars(density: Density, lane: Lane, viewport: Viewport, width: CanvasX): Bar[] {
  const found = density.lanes.find((each) => each.lane === lane);
  if (!found) return [];
  const counts = viewOf(found.counts);
  const bytes = viewOf(found.bytes);
  const { columns } = density;
  const countAt = (column: number) => (column >= 0 && column < columns ? counts.getUint32(column * 4, true) : 0);
  const bars: Bar[] = [];
  const span = (density.to - density.from) / columns;
  const columnWidth = timeToX(viewport, width, viewport.from + span);
  for (let column = 0; column < columns; column++) {
    if (countAt(column) === 0) continue;
    const x = timeToX(viewport, width, density.from + column * span);
    if (x + columnWidth < 0 || x > width) continue;
    const alone = countAt(column - 1) === 0 && countAt(column + 1) === 0;
    const wide = alone ? Math.min(Math.max(columnWidth, LONE_WIDTH), LONE_WIDTH * 2) : columnWidth;
    bars.push({ x: x + (columnWidth - wide) / 2, width: wide, height: heightOf(bytes.getUint32(column * 4, true)) });
  }
  return bars;
}

/** Frames and their bytes in the columns around a time, for the tip at the pointer. */
export function countAround(
  density: Density,
  lane: Lane,
  time: TimeMs,
  reach: TimeMs,
): { count: number; bytes: number } {
  const found = density.lanes.find((each) => each.lane === lane);
  const total = { count: 0, bytes: 0 };
  if (!found) return total;
  const perColumn = (density.to - density.from) / density.columns;
  const first = Math.max(0, Math.floor((time - reach - density.from) / perColumn));
  const last = Math.min(density.columns - 1, Math.floor((time + reach - density.from) / perColumn));
  const counts = viewOf(found.counts);
  const bytes = viewOf(found.bytes);
  for (let column = first; column <= last; column++) {
    total.count += counts.getUint32(column * 4, true);
    total.bytes += bytes.getUint32(column * 4, true);
  }
  return total;
}

export function heightOf(bytes: number): number {
  return LEAST_HEIGHT + (1 - LEAST_HEIGHT) * Math.min(1, Math.log2(1 + bytes) / FULL_BITS);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
