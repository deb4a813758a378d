import type { EventBody } from '../../recording/event.ts';
import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { MAX_DETAIL_BYTES, type Detail } from '../../protocol/protocol.ts';
import type { ValuePart, ValueRequest } from '../../protocol/value/whole.ts';
import { boundValue, type BoundedValue } from './boundedValue.ts';
import { outputOf } from './outputOf.ts';
import { markRaw } from './rawMarks.ts';
import { placeIn, valueOf } from './valuePlace.ts';

/** Bytes of the largest value that is decoded for a view; of a larger one only its size and raw bytes are shown. */
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
    const { json, omitted } = output ? { json: null, omitted: 0 } : boundBody(body, size);
    return {
      row,
      type,
      t: index.t(row),
      at: index.at(row) ?? null,
      size,
      value: json,
      yielded: body?.type === 'yield' ? body.value.length : null,
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

/**
 * Children of a node in a row's value, from a position on, as many as a message may hold.
 *
 * @throws RangeError if there is no such row or node
 * @throws RecordingError if the recording can no longer be read
 */
export async function readValuePart(index: EventIndex, { row, path, from }: ValueRequest): Promise<ValuePart> {
  const reader = index.reader();
  try {
    const body = await reader.bodyAt(row, MAX_DECODED_BYTES);
    if (!body || path.length === 0) return { value: boundBody(body, index.size(row), from).json };
    return { value: boundValue(placeIn(valueOf(body), path).value, from).json };
  } finally {
    reader.close();
  }
}

function boundBody(body: EventBody | undefined, size: number, from = 0): BoundedValue {
  if (body) return boundValue(valueOf(body), from);
  return { json: { cut: { of: 'value', size, rest: size, shown: null } }, omitted: 1 };
}
