import type { RowWindow } from '../../../../src/protocol/protocol.ts';
import type { FrameRow } from '../../../../webview/model/list/frameRow.ts';

export function frameRow(row: number): FrameRow {
  return { row, type: 'stdout', lane: 'stdout', t: row, at: null, size: row, preview: `line ${row}` };
}

/** A window as it comes over the wire: bytes at any offset of a larger buffer. */
export function windowOf(rows: readonly FrameRow[], types: readonly number[]): RowWindow {
  const bytes = (width: number, write: (view: DataView, offset: number, i: number) => void) => {
    const buffer = new Uint8Array(rows.length * width + 3);
    const part = buffer.subarray(3);
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    rows.forEach((_, i) => write(view, i * width, i));
    return part;
  };
  return {
    from: 0,
    rows: bytes(4, (view, offset, i) => view.setUint32(offset, rows[i]?.row ?? 0, true)),
    types: Uint8Array.from(types),
    t: bytes(8, (view, offset, i) => view.setFloat64(offset, rows[i]?.t ?? 0, true)),
    at: bytes(8, (view, offset, i) => view.setFloat64(offset, rows[i]?.at ?? NaN, true)),
    sizes: bytes(4, (view, offset, i) => view.setUint32(offset, rows[i]?.size ?? 0, true)),
    previews: rows.map(({ preview }) => preview),
  };
}
