import { cutTail } from '../../recording/cutTail.ts';
import type { EventBody } from '../../recording/event.ts';
import type { RawBytes, RowReader } from '../../recording/index/rowReader.ts';
import { escapeText } from '../../text/escape.ts';
import type { EventType } from '../../protocol/lane.ts';
import { previewValue } from '../../text/previewValue.ts';
import { MAX_PREVIEW } from '../../protocol/protocol.ts';
import { clip, formatSize } from '../../text/words.ts';
import { describeLifecycle } from './describeLifecycle.ts';
import { describeOutcome } from './describeOutcome.ts';
import { escapeBytes } from './escapeBytes.ts';
import { markRaw } from '../detail/rawMarks.ts';

/** Bytes of output that a preview reads, and of the largest value that it decodes. */
const OUTPUT_BYTES = 2 * MAX_PREVIEW;
const VALUE_BYTES = 64 * 1024;

/** Bytes that it reads from the start of a larger value, and items that it shows of them. */
const HEAD_BYTES = 2048;
const HEAD_ITEMS = 6;

/** Reads as much of a row as its preview shows. */
export async function readPreview(reader: RowReader, row: number, type: EventType, size: number): Promise<string> {
  const isOutput = type === 'stdout' || type === 'stderr';
  const body = await reader.bodyAt(row, isOutput ? OUTPUT_BYTES : VALUE_BYTES);
  if (!body) return previewHead(type, await reader.rawAt(row, HEAD_BYTES), size);
  const text = previewBody(body);
  const isCut = isOutput && size > OUTPUT_BYTES && text.length < MAX_PREVIEW;
  return isCut ? `${text}…` : text;
}

/** An event as one escaped line of at most `MAX_PREVIEW` characters. */
export function previewBody(body: EventBody): string {
  switch (body.type) {
    case 'stdout':
    case 'stderr':
      return previewOutput(body.value);
    case 'yield':
      return line(previewValue(body.value, MAX_PREVIEW).slice(1, -1));
    case 'return':
      return line(previewValue(body.value, MAX_PREVIEW));
    case 'raise':
      return line(`${clip(body.value.class, MAX_PREVIEW)}: ${clip(body.value.message, MAX_PREVIEW)}`);
    case 'lifecycle':
      return line(describeLifecycle(body.value));
    case 'outcome':
      return line(describeOutcome(body.value)[0] ?? '');
  }
}

function previewOutput(bytes: Uint8Array): string {
  const head = bytes.subarray(0, OUTPUT_BYTES);
  const whole = head.length < bytes.length ? head.subarray(0, head.length - cutTail(head)) : head;
  return line(escapeBytes(withoutLineEnd(whole)));
}

/** Drops the line end at the end of a piece of output: a preview does not need it. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}

/** Describes a value that is too large to decode for one line, by its first items. */
function previewHead(type: EventType, raw: RawBytes, size: number): string {
  if (type === 'lifecycle' || type === 'outcome') return `${formatSize(size)} of JSON`;
  const marks = markRaw(type, raw).filter(
    ({ kind }) => kind !== 'docker-header' && kind !== 'frame-header' && kind !== 'type',
  );
  // Of a yield of one value that one is shown, not the list that holds it.
  const first = type === 'yield' && marks[0]?.label === 'array of 1 item' ? 1 : 0;
  const labels = marks.slice(first, first + HEAD_ITEMS).map(({ label }) => label);
  return clip(`${formatSize(size)}: ${labels.join(', ')}…`, MAX_PREVIEW);
}

function line(text: string): string {
  // Cut before escaping too, so that a long text costs little.
  return clip(escapeText(clip(text, 2 * MAX_PREVIEW)), MAX_PREVIEW);
}
