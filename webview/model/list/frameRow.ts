import { EVENT_TYPES, laneOf, type EventType, type Lane } from '../../../src/protocol/lane.ts';
import type { Clock, RowWindow } from '../../../src/protocol/protocol.ts';
import type { TimeMs } from '../time/viewport.ts';

/** A row of the list of frames. */
export interface FrameRow {
  /** Number of the row; does not depend on the filter. */
  readonly row: number;
  readonly type: EventType;
  readonly lane: Lane;
  readonly t: TimeMs;
  /** By the inmate's own clock; `null` if the inmate did not send it. */
  readonly at: TimeMs | null;
  readonly size: number;
  readonly preview: string;
}

export function readWindow(window: RowWindow): FrameRow[] {
  const rows = viewOf(window.rows);
  const t = viewOf(window.t);
  const at = viewOf(window.at);
  const sizes = viewOf(window.sizes);
  return window.previews.map((preview, i) => {
    const type = EVENT_TYPES[window.types[i] ?? 0] ?? 'lifecycle';
    const inmate = at.getFloat64(i * 8, true);
    return {
      row: rows.getUint32(i * 4, true),
      type,
      lane: laneOf(type),
      t: t.getFloat64(i * 8, true),
      at: Number.isNaN(inmate) ? null : inmate,
      size: sizes.getUint32(i * 4, true),
      preview,
    };
  });
}

/** Time of a row by the shown clock; by arrival if the inmate did not send one. */
export function timeOf(row: { readonly t: TimeMs; readonly at: TimeMs | null }, clock: Clock): TimeMs {
  return clock === 'inmate' ? (row.at ?? row.t) : row.t;
}

/** Bytes of a message may start at an offset that is not aligned for a typed array. */
function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
