import type { EventBody } from '../../recording/event.ts';
import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { MAX_WHOLE_TEXT, type Whole } from '../../protocol/value/whole.ts';
import { frameNumber } from '../../text/frameNumber.ts';
import { describeLifecycle } from '../describe/describeLifecycle.ts';
import { describeOutcome, describeWholeRaise } from '../describe/describeOutcome.ts';
import { outputOf } from '../detail/outputOf.ts';
import { placeIn, valueOf } from '../detail/valuePlace.ts';
import { valueText } from '../export/savedFile.ts';
import { HEX_FACTOR, hexText } from './hexText.ts';
import { streamSize } from './streamSize.ts';
import { textEnding } from './textEnding.ts';
import { decode, fileOf, isText, TooLargeError, type WholeFile } from './wholeFile.ts';

/** What becomes of it: text for a clipboard, a text to read, or a file, which may be of bytes. */
export type Purpose = 'copy' | 'open' | 'save';

/**
 * All of a value, of a stream or of the bytes of a frame, from the recording.
 *
 * @throws TooLargeError if it is to be text, and is larger than a clipboard or an editor takes
 * @throws RangeError if there is no such row or node, or no JSON can be as large
 * @throws RecordingError if the recording can no longer be read
 */
export async function readWhole(index: EventIndex, what: Whole, purpose: Purpose): Promise<WholeFile> {
  if (what.row >= index.length) throw new RangeError(`there is no frame ${frameNumber(what.row)}`);
  const file = await read(index, what, purpose);
  if (purpose !== 'save' && file.size > MAX_WHOLE_TEXT) throw new TooLargeError(file.size);
  return file;
}

async function read(index: EventIndex, what: Whole, purpose: Purpose): Promise<WholeFile> {
  switch (what.kind) {
    case 'value':
      return readValue(index, what, purpose);
    case 'stream':
      return streamFile(index, what);
    case 'raw':
      return readRaw(index, what, purpose);
  }
}

type Of<K extends Whole['kind']> = Extract<Whole, { readonly kind: K }>;

async function readValue(index: EventIndex, what: Of<'value'>, purpose: Purpose): Promise<WholeFile> {
  const event = await index.frameAt(what.row);
  const name = `${event.type}-${frameNumber(what.row)}${what.path.map((step) => `.${step}`).join('')}`;
  const output = outputOf(event);
  if (output)
    return purpose === 'save' ? fileOf(what, `${name}.txt`, output) : fileOf(what, `${name}.txt`, decode(output));
  const described = what.form === 'text' && what.path.length === 0 ? describe(event) : undefined;
  if (described) return fileOf(what, `${name}.txt`, described.join('\n'));
  const { value } = placeIn(valueOf(event), what.path);
  if (typeof value === 'string') return fileOf(what, `${name}.${textEnding(value)}`, value);
  if (value instanceof Uint8Array && purpose !== 'copy') return bytesFile(what, name, value, purpose);
  const json = valueText(value, 2);
  // A file ends with a line end; what is put into a line of another text does not.
  return fileOf(what, `${name}.json`, purpose === 'copy' ? json.trimEnd() : json);
}

/** Rows that people read otherwise than as JSON. */
function describe(body: EventBody): readonly string[] | undefined {
  if (body.type === 'raise') return describeWholeRaise(body.value);
  if (body.type === 'lifecycle') return [describeLifecycle(body.value)];
  return body.type === 'outcome' ? describeOutcome(body.value) : undefined;
}

function bytesFile(what: Whole, name: string, bytes: Uint8Array, purpose: Purpose): WholeFile {
  if (purpose === 'save') return fileOf(what, `${name}.bin`, bytes);
  return isText(bytes) ? textFile(what, name, decode(bytes)) : hexFile(what, name, bytes);
}

function textFile(what: Whole, name: string, text: string): WholeFile {
  return fileOf(what, `${name}.${textEnding(text)}`, text);
}

function hexFile(what: Whole, name: string, bytes: Uint8Array): WholeFile {
  if (bytes.length * HEX_FACTOR > MAX_WHOLE_TEXT) throw new TooLargeError(bytes.length * HEX_FACTOR);
  return fileOf(what, `${name}.hex.txt`, hexText(bytes));
}

async function readRaw(index: EventIndex, what: Of<'raw'>, purpose: Purpose): Promise<WholeFile> {
  const reader = index.reader();
  try {
    const { bytes } = await reader.rawAt(what.row, Infinity);
    const name = `${index.type(what.row)}-${frameNumber(what.row)}-raw`;
    if (purpose === 'save') return fileOf(what, `${name}.bin`, bytes);
    return what.form === 'hex' ? hexFile(what, name, bytes) : fileOf(what, `${name}.txt`, decode(bytes));
  } finally {
    reader.close();
  }
}

/** Reads a stream as it is needed: it may be larger than memory. */
function streamFile(index: EventIndex, what: Of<'stream'>): WholeFile {
  const { row: last, stream } = what;
  const pieces = async function* (): AsyncIterable<Uint8Array> {
    const reader = index.reader();
    try {
      for (let row = 0; row <= last; row++) {
        const output = index.type(row) === stream ? outputOf(await reader.bodyAt(row)) : undefined;
        if (output) yield output;
      }
    } finally {
      reader.close();
    }
  };
  return { what, suffix: `${stream}-to-${frameNumber(last)}.txt`, size: streamSize(index, stream, last + 1), pieces };
}
