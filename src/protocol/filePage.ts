import { isRecord } from '../text/isRecord.ts';
import { EVENT_TYPES } from './lane.ts';
import { bytesUpTo, isAnything, listOf, nullOr, objectOf, textUpTo, where, type Check } from './check.ts';
import type { Detail, Extent, Header } from './protocol.ts';
import { isResult, type Result } from './result.ts';

/**
 * What a page in a file holds of its recording. Each part is a script element that no browser runs, with the id
 * `hoosegow-N`: base64 of gzip of msgpack. The first is a `FileHead`, the others are `FileBlock`s. `hoosegow-printed` is
 * a `Uint32Array`: for each row, how many bytes of its output are in the file. `hoosegow-missing` is a `Float64Array`:
 * for each row, how many bytes of output behind those are not in it. `hoosegow-terminal` is a script.
 */
export interface FileHead {
  readonly header: Header;
  readonly extent: Extent;
  readonly result: FileResult;
  /** Of all rows that are listed: `Uint8Array`, indices in `EVENT_TYPES`. */
  readonly types: Uint8Array;
  /** `Float64Array`s: milliseconds by arrival, and in the inmate; NaN where unknown. */
  readonly t: Uint8Array;
  readonly at: Uint8Array;
  /** `Uint32Array`: bytes. */
  readonly sizes: Uint8Array;
}

/** What the dispatch has come to. Its value, if it has a tagged form, is beside it as JSON, for the reason given below. */
export interface FileResult {
  readonly result: Result;
  readonly json: string | null;
}

/** The content of `BLOCK_ROWS` consecutive rows. */
export interface FileBlock {
  readonly rows: readonly FileRow[];
}

export interface FileRow {
  readonly preview: string;
  /** What is searched. */
  readonly text: string;
  /** `null` where it did not fit into the file. */
  readonly detail: FileDetail | null;
}

/** The value as JSON, because msgpack refuses some keys and deep nesting. */
export type FileDetail = Omit<Detail, 'value'> & { readonly value: string };

/** Rows of a block, and rows that a file lists. */
export const BLOCK_ROWS = 500;
export const MAX_FILE_ROWS = 1_000_000;

/** Characters of a preview, and of a row's text. */
const MAX_PREVIEW_TEXT = 4096;
const MAX_TEXT = 256 * 1024;

/** Characters of the result as JSON. */
const MAX_RESULT = 16 * 1024 * 1024;

const isBytes = (width: number) => bytesUpTo(MAX_FILE_ROWS * width);

/** Header, extent and details are checked as messages are, when they are sent to the view. */
export const isFileHead: Check<FileHead> = where(
  objectOf<FileHead>({
    header: (data): data is Header => isAnything(data),
    extent: (data): data is Extent => isAnything(data),
    result: objectOf<FileResult>({ result: isResult, json: nullOr(textUpTo(MAX_RESULT)) }),
    types: where(isBytes(1), (types) => types.every((type) => type < EVENT_TYPES.length)),
    t: isBytes(8),
    at: isBytes(8),
    sizes: isBytes(4),
  }),
  ({ types, t, at, sizes }) =>
    t.length === types.length * 8 && at.length === types.length * 8 && sizes.length === types.length * 4,
);

/** Whether data is what `hoosegow-printed` holds. */
export const isPrinted: Check<Uint8Array> = isBytes(4);

/** Whether data is what `hoosegow-missing` holds. */
export const isMissing: Check<Uint8Array> = isBytes(8);

/** The rest is checked with the message that it goes into. */
function isFileDetail(data: unknown): data is FileDetail {
  return isRecord(data) && typeof data['value'] === 'string';
}

export const isFileBlock: Check<FileBlock> = objectOf<FileBlock>({
  rows: listOf(
    objectOf<FileRow>({
      preview: textUpTo(MAX_PREVIEW_TEXT),
      text: textUpTo(MAX_TEXT),
      detail: nullOr(isFileDetail),
    }),
    BLOCK_ROWS,
  ),
});
