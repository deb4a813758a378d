import { FormatError } from '../errors.ts';
import { CHANNELS, type Channel } from '../../wire/channel.ts';

/**
 * The `.dispatch` file: a 12-byte file header, then records, appended and never changed.
 *
 * - file header: magic (8 bytes), format version u32 LE
 * - record: kind u8, channel u8 (0 but in a chunk), arrival time u48 LE (microseconds since the dispatch's start),
 *   payload length u32 LE, payload
 *
 * The first record, and only the first, is `meta`. `chunk` payloads are raw bytes as they arrived; those of `meta`,
 * `lifecycle` and `outcome` are JSON in UTF-8. `outcome` is the last record; it is missing where the recorder died.
 */
export const RECORD_KINDS = ['meta', 'chunk', 'lifecycle', 'outcome'] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

export interface RecordHeader {
  readonly kind: RecordKind;
  /** Set only in a chunk. */
  readonly channel: Channel | undefined;
  /** Milliseconds since the dispatch's start, in whole microseconds. */
  readonly t: number;
  /** Bytes of the payload. */
  readonly length: number;
}

/**
 * Members of the JSON and steps may be added without a new version, as a reader accepts unknown ones. Any other change
 * of what a record may hold takes a new version: an older reader refuses the file instead of guessing.
 */
export const FORMAT_VERSION = 1;
export const FILE_HEADER_BYTES = 12;
export const RECORD_HEADER_BYTES = 12;

/** Payload of one chunk record; a longer chunk becomes several records. It bounds what a reader works on at a time. */
export const MAX_CHUNK_BYTES = 64 * 1024;
/** Payload of one JSON record; it bounds what a reader allocates for a file from a stranger. */
export const MAX_JSON_BYTES = 256 * 1024 * 1024;

/** Like PNG's: the first byte is not text, and the line ends reveal a file that a transfer treated as text. */
const MAGIC: readonly number[] = [0x89, 0x48, 0x47, 0x57, 0x0d, 0x0a, 0x1a, 0x0a];

const MAX_MICROSECONDS = 2 ** 48 - 1;

export function encodeFileHeader(): Uint8Array {
  const header = new DataView(new ArrayBuffer(FILE_HEADER_BYTES));
  MAGIC.forEach((byte, i) => header.setUint8(i, byte));
  header.setUint32(MAGIC.length, FORMAT_VERSION, true);
  return new Uint8Array(header.buffer);
}

/**
 * @param bytes the first bytes of a file, `FILE_HEADER_BYTES` of them if it has that many
 * @param name how messages call the file
 * @throws FormatError for anything but a recording that this code can read
 */
export function checkFileHeader(bytes: Uint8Array, name: string): void {
  if (bytes.length === 0) throw new FormatError(`${name} is empty: nothing was recorded`);
  if (bytes.subarray(0, MAGIC.length).some((byte, i) => byte !== MAGIC[i])) {
    throw new FormatError(`${name} is not a Hoosegow recording`);
  }
  if (bytes.length < FILE_HEADER_BYTES) throw new FormatError(`${name} is cut off within its header: nothing is left`);
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  if (version === 0) throw new FormatError(`${name} is damaged: it claims format 0, which never was`);
  if (version > FORMAT_VERSION) {
    throw new FormatError(
      `${name} is of format ${version}, this version reads up to ${FORMAT_VERSION}: update the extension`,
    );
  }
}

/** @param t milliseconds since the dispatch's start */
export function encodeRecordHeader(
  kind: RecordKind,
  channel: Channel | undefined,
  t: number,
  length: number,
): Uint8Array {
  const header = new DataView(new ArrayBuffer(RECORD_HEADER_BYTES));
  const microseconds = Math.min(Math.max(Math.round(t * 1000), 0), MAX_MICROSECONDS);
  header.setUint8(0, RECORD_KINDS.indexOf(kind) + 1);
  header.setUint8(1, channel === undefined ? 0 : CHANNELS.indexOf(channel) + 1);
  header.setUint32(2, microseconds % 0x100000000, true);
  header.setUint16(6, Math.floor(microseconds / 0x100000000), true);
  header.setUint32(8, length, true);
  return new Uint8Array(header.buffer);
}

/** @returns the header at `offset`, or in words why there is none */
export function decodeRecordHeader(view: DataView, offset: number): RecordHeader | string {
  const kind = RECORD_KINDS[view.getUint8(offset) - 1];
  const channelCode = view.getUint8(offset + 1);
  const channel = CHANNELS[channelCode - 1];
  const length = view.getUint32(offset + 8, true);
  if (kind === undefined) return `there is no record of kind ${view.getUint8(offset)}`;
  if (kind === 'chunk' ? channel === undefined : channelCode !== 0) return `a ${kind} on channel ${channelCode}`;
  if (length > (kind === 'chunk' ? MAX_CHUNK_BYTES : MAX_JSON_BYTES)) return `a ${kind} of ${length} bytes`;
  const microseconds = view.getUint16(offset + 6, true) * 0x100000000 + view.getUint32(offset + 2, true);
  return { kind, channel, t: microseconds / 1000, length };
}
