import type { EventIndex } from '../../recording/index/eventIndex.ts';
import {
  MAX_RESULT_HEAD,
  MAX_RESULT_IMAGE,
  MAX_RESULT_TEXT,
  type ShownValue,
  type ValueContent,
} from '../../protocol/result.ts';
import { boundValue } from '../detail/boundedValue.ts';
import { imageBytesOf, imageTypeOf } from './imageType.ts';

/**
 * The value of a row, as much of it as a view gets. Of a yield with one value it is that value, of one with several
 * the list of them.
 *
 * @param limit bytes of the largest value that is decoded
 * @throws RecordingError if the recording can no longer be read
 */
export async function readShownValue(index: EventIndex, row: number, limit: number): Promise<ShownValue> {
  const reader = index.reader();
  try {
    const size = index.size(row);
    const body = await reader.bodyAt(row, limit);
    if (!body) return { row, size, content: { kind: 'large' }, image: null };
    const value: unknown = body.type === 'yield' && body.value.length === 1 ? body.value[0] : body.value;
    return { row, size, content: contentOf(value), image: imageOf(value) };
  } finally {
    reader.close();
  }
}

function contentOf(value: unknown): ValueContent {
  if (typeof value === 'string') {
    return { kind: 'text', text: cutText(value, MAX_RESULT_TEXT), length: value.length };
  }
  if (value instanceof Uint8Array) {
    return { kind: 'bytes', bytes: value.slice(0, MAX_RESULT_HEAD), length: value.length };
  }
  const { json, omitted } = boundValue(value);
  return { kind: 'json', json, omitted };
}

/** The beginning of a text, not cut between the halves of a surrogate pair. */
function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(max - 1)) ? max - 1 : max);
}

function imageOf(value: unknown): ShownValue['image'] {
  const bytes = value instanceof Uint8Array ? value : undefined;
  const found = bytes ?? (typeof value === 'string' ? imageBytesOf(value, MAX_RESULT_IMAGE) : undefined);
  if (!found || found.length > MAX_RESULT_IMAGE) return null;
  const type = imageTypeOf(found);
  // A copy: a part of a larger buffer would be sent with all of it.
  return type ? { type, bytes: found.slice() } : null;
}
