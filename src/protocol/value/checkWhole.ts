import { jsonWithin, listOf, objectOf, oneOf, textUpTo, unionOf, wholeFrom, type Check } from '../check.ts';
import {
  MAX_PATH,
  MAX_WHOLE_TEXT,
  type Copied,
  type CopyReply,
  type CopyRequest,
  type StreamSizeRequest,
  type ValuePart,
  type ValuePath,
  type ValueRequest,
  type Whole,
  type WholeMessage,
} from './whole.ts';

const isRow = wholeFrom(0, 2 ** 32 - 1);
const isPath: Check<ValuePath> = listOf(wholeFrom(0, 2 ** 32 - 1), MAX_PATH);

const wholes = {
  value: objectOf<Extract<Whole, { kind: 'value' }>>({
    kind: oneOf('value'),
    row: isRow,
    path: isPath,
    form: oneOf('value', 'text'),
  }),
  stream: objectOf<Extract<Whole, { kind: 'stream' }>>({
    kind: oneOf('stream'),
    row: isRow,
    stream: oneOf('stdout', 'stderr'),
  }),
  raw: objectOf<Extract<Whole, { kind: 'raw' }>>({ kind: oneOf('raw'), row: isRow, form: oneOf('hex', 'text') }),
};

const isWhole = unionOf<'kind', Whole>('kind', wholes);

const isCopied = unionOf<'kind', Copied>('kind', {
  ...wholes,
  path: objectOf<Extract<Copied, { kind: 'path' }>>({ kind: oneOf('path'), row: isRow, path: isPath }),
  command: objectOf<Extract<Copied, { kind: 'command' }>>({ kind: oneOf('command') }),
});

export const isValueRequest: Check<ValueRequest> = objectOf<ValueRequest>({
  type: oneOf('value'),
  row: isRow,
  path: isPath,
  from: isRow,
});

export const isCopyRequest: Check<CopyRequest> = objectOf<CopyRequest>({ type: oneOf('copy'), what: isCopied });

export const isStreamSizeRequest: Check<StreamSizeRequest> = objectOf<StreamSizeRequest>({
  type: oneOf('streamSize'),
  stream: oneOf('stdout', 'stderr'),
});

/** @returns the data, if it says what to read as a whole; else `undefined` */
export function checkWhole(data: unknown): Whole | undefined {
  return isWhole(data) ? data : undefined;
}

/** A message that the view wants something saved or opened. */
export function isWholeMessage<K extends WholeMessage['kind']>(kind: K): Check<WholeMessage & { readonly kind: K }> {
  return objectOf<WholeMessage & { readonly kind: K }>({ kind: oneOf(kind), what: isWhole });
}

/** @param bounds of a value in a message */
export function isValuePart(bounds: Parameters<typeof jsonWithin>[0]): Check<ValuePart> {
  return objectOf<ValuePart>({ value: jsonWithin(bounds) });
}

export const isCopyReply = unionOf<'kind', CopyReply>('kind', {
  copied: objectOf({ kind: oneOf('copied') }),
  text: objectOf({ kind: oneOf('text'), text: textUpTo(MAX_WHOLE_TEXT) }),
  'too large': objectOf({ kind: oneOf('too large'), bytes: wholeFrom(0, Number.MAX_SAFE_INTEGER) }),
  impossible: objectOf({ kind: oneOf('impossible'), why: textUpTo(8192) }),
});
