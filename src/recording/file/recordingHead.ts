import { fstatSync, readSync } from 'node:fs';
import { cannotRead, FormatError, messageOf } from '../errors.ts';
import type { DispatchMeta } from '../event.ts';
import { checkFileHeader, decodeRecordHeader, FILE_HEADER_BYTES, RECORD_HEADER_BYTES } from './format.ts';
import { parseRecordJson } from '../json/recordJson.ts';
import type { RecordingSource } from './recordingSource.ts';
import { readMeta } from '../json/storedMeta.ts';

/** Where a recording's meta lies. */
export interface RecordingHead {
  readonly metaOffset: number;
  readonly metaBytes: number;
  /** Offset in the file of the first record after the meta. */
  readonly end: number;
}

/** @throws FormatError where the file is not a recording, or not one that can be opened */
export function readHead(source: RecordingSource): RecordingHead {
  const bytes = readBytes(source, 0, FILE_HEADER_BYTES + RECORD_HEADER_BYTES);
  checkFileHeader(bytes.subarray(0, FILE_HEADER_BYTES), source.name);
  if (bytes.length < FILE_HEADER_BYTES + RECORD_HEADER_BYTES) throw cutOff(source);
  const header = decodeRecordHeader(new DataView(bytes.buffer), FILE_HEADER_BYTES);
  if (typeof header === 'string') throw new FormatError(`${source.name} is damaged: ${header}`);
  if (header.kind !== 'meta') throw new FormatError(`${source.name} is damaged: its first record is no meta`);
  const metaOffset = bytes.length;
  return { metaOffset, metaBytes: header.length, end: metaOffset + header.length };
}

/** @throws FormatError where the meta is incomplete or invalid */
export function readHeadMeta(source: RecordingSource, head: RecordingHead): DispatchMeta {
  const bytes = head.end <= source.size ? readBytes(source, head.metaOffset, head.metaBytes) : new Uint8Array(0);
  if (bytes.length < head.metaBytes) throw cutOff(source);
  try {
    return readMeta(parseRecordJson('meta', bytes));
  } catch (error) {
    throw new FormatError(`${source.name} is damaged: ${messageOf(error)}`, { cause: error });
  }
}

function cutOff(source: RecordingSource): FormatError {
  return new FormatError(`${source.name} is cut off before its first whole record: nothing is left`);
}

/** @returns the bytes, fewer where the file ends before */
function readBytes(source: RecordingSource, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    const fd = source.acquire();
    try {
      for (let got = -1; got !== 0 && filled < length; filled += got) {
        got = readSync(fd, bytes, filled, length - filled, position + filled);
      }
      // As in `fillFrom`: bytes beyond the file's present end may be zeros.
      filled = Math.max(0, Math.min(filled, fstatSync(fd).size - position));
    } finally {
      source.release();
    }
  } catch (error) {
    throw cannotRead(source.name, error);
  }
  return filled === length ? bytes : bytes.slice(0, filled);
}
