import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { MAX_DETAIL_BYTES } from '../../protocol/protocol.ts';
import { outputOf } from './detail.ts';

export interface StreamText {
  readonly bytes: Uint8Array;
  /** Bytes before these that were left out. */
  readonly omitted: number;
}

/**
 * The last `MAX_DETAIL_BYTES` of a stream's output up to and including a row.
 *
 * @throws RecordingError if the recording can no longer be read, and the signal's reason
 */
export async function readStreamText(
  index: EventIndex,
  stream: 'stdout' | 'stderr',
  row: number,
  signal: AbortSignal,
): Promise<StreamText> {
  const { rows, kept, total } = lastRows(index, stream, Math.min(row, index.length - 1));
  const bytes = new Uint8Array(Math.min(kept, MAX_DETAIL_BYTES));
  // Only the end of the first row may fit.
  let skip = kept - bytes.length;
  let filled = 0;
  const reader = index.reader();
  try {
    for (const one of rows) {
      signal.throwIfAborted();
      const output = outputOf(await reader.bodyAt(one))?.subarray(skip) ?? new Uint8Array(0);
      bytes.set(output.subarray(0, bytes.length - filled), filled);
      filled = Math.min(filled + output.length, bytes.length);
      skip = 0;
    }
  } finally {
    reader.close();
  }
  return { bytes, omitted: total - bytes.length };
}

/** The last rows of a stream that together hold enough, with their bytes and those of all rows up to `last`. */
function lastRows(
  index: EventIndex,
  stream: 'stdout' | 'stderr',
  last: number,
): { readonly rows: readonly number[]; readonly kept: number; readonly total: number } {
  const rows: number[] = [];
  let kept = 0;
  let total = 0;
  for (let row = last; row >= 0; row--) {
    if (index.type(row) !== stream) continue;
    const size = index.size(row);
    total += size;
    if (kept >= MAX_DETAIL_BYTES || size === 0) continue;
    rows.push(row);
    kept += size;
  }
  return { rows: rows.toReversed(), kept, total };
}
