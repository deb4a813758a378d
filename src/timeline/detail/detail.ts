import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { MAX_DETAIL_BYTES, type Detail } from '../../protocol/protocol.ts';
import { boundValue } from './boundedValue.ts';
import { outputOf } from './outputOf.ts';
import { markRaw } from './rawMarks.ts';

/** Bytes of the largest value that is decoded for a view; a larger one only shows its raw bytes. */
const MAX_DECODED_BYTES = 64 * 1024 * 1024;

/**
 * Everything about one row, cut to what a message may hold.
 *
 * @throws RangeError if there is no such row
 * @throws RecordingError if the recording can no longer be read
 */
export async function readDetail(index: EventIndex, row: number): Promise<Detail> {
  const type = index.type(row);
  const isOutput = type === 'stdout' || type === 'stderr';
  const reader = index.reader();
  try {
    const limits = { body: isOutput ? MAX_DETAIL_BYTES : MAX_DECODED_BYTES, raw: MAX_DETAIL_BYTES };
    const { body, raw } = await reader.contentAt(row, limits);
    const size = index.size(row);
    const output = outputOf(body);
    const { json, omitted } = body && !output ? boundValue(body.value) : { json: null, omitted: body ? 0 : 1 };
    return {
      row,
      type,
      t: index.t(row),
      at: index.at(row) ?? null,
      size,
      value: json,
      valueOmitted: omitted,
      output: output ?? null,
      raw: raw.bytes,
      marks: markRaw(type, raw),
      omitted: output ? size - output.length : raw.whole ? 0 : Math.max(1, size - raw.bytes.length),
    };
  } finally {
    reader.close();
  }
}
