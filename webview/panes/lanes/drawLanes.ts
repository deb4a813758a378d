import type { Density, Extent, Header, Span } from '../../../src/protocol/protocol.ts';
import type { Lane } from '../../../src/protocol/lane.ts';
import type { Formats } from '../../model/format.ts';
import { AXIS_HEIGHT, laneBands, layoutBars, type LaneBand } from '../../model/time/laneLayout.ts';
import { ticksOf } from '../../model/time/ticks.ts';
import { timeToX, type CanvasX, type Viewport } from '../../model/time/viewport.ts';
import type { LaneTheme } from './laneTheme.ts';

export interface LanesPicture {
  readonly width: CanvasX;
  readonly height: number;
  readonly theme: LaneTheme;
  readonly viewport: Viewport;
  readonly extent: Extent;
  /** Where spans end that go on. */
  readonly now: number | null;
  readonly outcomeKind: Header['outcomeKind'];
  readonly density: Density | undefined;
  readonly lanes: readonly Lane[];
  readonly formats: Formats;
  readonly spanNames: Readonly<Record<Span['name'], string>>;
}

/** The inputs of a picture, apart from its size: it is drawn again only when one of them changes. */
export function partsOf(picture: Omit<LanesPicture, 'width' | 'height'>): readonly unknown[] {
  const { theme, viewport, extent, now, outcomeKind, density, lanes } = picture;
  return [theme, viewport.from, viewport.to, extent, now, outcomeKind, density, lanes];
}

const TICK_ROOM: CanvasX = 110;
const PADDING = 3;

/** Draws the lanes. Coordinates are CSS pixels: the context is already scaled to screen pixels. */
export function drawLanes(context: CanvasRenderingContext2D, picture: LanesPicture): void {
  const { width, height, theme } = picture;
  context.clearRect(0, 0, width, height);
  context.font = theme.font;
  context.textBaseline = 'middle';
  drawAxis(context, picture);
  for (const band of laneBands(height)) {
    context.fillStyle = theme.grid;
    context.fillRect(0, Math.round(band.top), width, 1);
    if (!picture.lanes.includes(band.lane)) continue;
    if (band.lane === 'lifecycle') drawSpans(context, picture, band);
    drawBars(context, picture, band);
  }
}

function drawAxis(context: CanvasRenderingContext2D, { width, height, theme, viewport, formats }: LanesPicture): void {
  const { step, times } = ticksOf(viewport, Math.max(1, Math.floor(width / TICK_ROOM)));
  for (const time of times) {
    const x = Math.round(timeToX(viewport, width, time));
    context.fillStyle = theme.grid;
    context.fillRect(x, 0, 1, height);
    const label = formats.tick(time, step);
    if (x + PADDING + context.measureText(label).width > width) continue;
    context.fillStyle = theme.muted;
    context.fillText(label, x + PADDING + 1, AXIS_HEIGHT / 2);
  }
}

function drawSpans(context: CanvasRenderingContext2D, picture: LanesPicture, { top, height }: LaneBand): void {
  const { width, theme, viewport, extent, now, spanNames } = picture;
  for (const { name, from, to } of extent.spans) {
    const left = Math.max(0, timeToX(viewport, width, from));
    const right = Math.min(width, timeToX(viewport, width, to ?? now ?? extent.end));
    if (right < 0 || left > width) continue;
    const wide = Math.max(1, right - left - 1);
    const high = height - 2 * PADDING;
    context.globalAlpha = 0.3;
    context.fillStyle = theme.lanes.lifecycle;
    context.fillRect(left, top + PADDING, wide, high);
    context.globalAlpha = 1;
    context.fillRect(left, top + PADDING, Math.min(2, wide), high);
    const label = spanNames[name];
    if (context.measureText(label).width + 3 * PADDING > wide) continue;
    context.fillStyle = theme.text;
    context.fillText(label, left + 2 * PADDING, top + height / 2);
  }
}

function drawBars(context: CanvasRenderingContext2D, picture: LanesPicture, { lane, top, height }: LaneBand): void {
  const { width, theme, viewport, density, outcomeKind } = picture;
  if (!density) return;
  const raised = lane === 'result' && outcomeKind !== 'returned' && outcomeKind !== 'running';
  context.fillStyle = raised ? theme.raised : theme.lanes[lane];
  const room = height - 2 * PADDING;
  // Lifecycle steps are drawn below their spans, which would hide them.
  const share = lane === 'lifecycle' ? 0.3 : 1;
  for (const bar of layoutBars(density, lane, viewport, width)) {
    const high = Math.max(3, room * bar.height * share);
    context.fillRect(bar.x, top + PADDING + room - high, bar.width, high);
  }
}

/** Draws the whole dispatch in one band: all shown frames, the lanes one above the other. */
export function drawOverview(context: CanvasRenderingContext2D, picture: LanesPicture): void {
  const { width, height, theme, viewport, density, lanes } = picture;
  context.clearRect(0, 0, width, height);
  const each = height / 5;
  if (!density) return;
  laneBands(height).forEach(({ lane }, i) => {
    if (!lanes.includes(lane)) return;
    context.fillStyle = theme.lanes[lane];
    for (const bar of layoutBars(density, lane, viewport, width)) {
      const high = Math.max(1.5, (each - 1) * bar.height);
      context.fillRect(bar.x, i * each + (each - high) / 2, Math.max(1, bar.width), high);
    }
  });
}
