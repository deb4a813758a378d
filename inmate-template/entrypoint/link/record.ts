import type { FrameType } from '../../../src/wire/frame.ts';

/**
 * What the inmate hands to the relay within its output: a marker, a header, and (unless it goes aside) the payload.
 *
 *     marker 16 | type 1 (aside: | 0x80) | at 8 (float64, microseconds) | length 4 | payload
 */
export interface RecordHeader {
  readonly type: RecordType;
  /** Microseconds since the request was decoded. */
  readonly at: number;
  /** Bytes of the payload, an encoded value. */
  readonly length: number;
  /** Whether the payload goes through the channel `up`, being too large to be written with the header at once. */
  readonly aside: boolean;
}

/**
 * A `warm-up` goes no further than the relay. Nor does a `turned`: the turn of the event loop in which the method
 * settled is over, so the `return` or `raise` before it is final, and everything printed by then stands before it. Nor
 * does a `rest`, which says besides that the call has left nothing behind in the inmate's process. Before any call,
 * `loaded` says that the inmate's module is loaded, and `failed` that it cannot be, or that something has been thrown.
 */
export type RecordType = Exclude<FrameType, 'stdout'> | 'warm-up' | 'turned' | 'rest' | 'loaded' | 'failed';

const TYPES: readonly RecordType[] = ['yield', 'return', 'raise', 'warm-up', 'turned', 'rest', 'loaded', 'failed'];
const ASIDE = 0x80;

/** The marker's first byte occurs in no UTF-8 text, so that text is passed on without a closer look. */
const MARKER_LEAD = 0xff;
export const MARKER_BYTES = 16;
export const HEADER_BYTES = MARKER_BYTES + 1 + 8 + 4;

/** POSIX's `PIPE_BUF`: bytes that one write puts into a FIFO in one piece, even while others write to it. */
export const ATOMIC_BYTES = process.platform === 'linux' ? 4096 : 512;

/** More than any writer puts beside a header: a longer one is not a record. */
const MAX_INLINE_BYTES = 4096;

/** @param random gives so many bytes that cannot be guessed */
export function randomMark(random: (bytes: number) => Buffer): Buffer {
  return Buffer.concat([Buffer.of(MARKER_LEAD), random(MARKER_BYTES - 1)]);
}

export function writeHeader(target: Buffer, marker: Buffer, header: RecordHeader): void {
  marker.copy(target);
  target.writeUInt8((TYPES.indexOf(header.type) + 1) | (header.aside ? ASIDE : 0), MARKER_BYTES);
  target.writeDoubleBE(header.at, MARKER_BYTES + 1);
  target.writeUInt32BE(header.length, MARKER_BYTES + 9);
}

/** @returns `undefined` for bytes that no writer of ours has written */
export function readHeader(bytes: Buffer, offset: number): RecordHeader | undefined {
  const kind = bytes.readUInt8(offset + MARKER_BYTES);
  const at = bytes.readDoubleBE(offset + MARKER_BYTES + 1);
  const length = bytes.readUInt32BE(offset + MARKER_BYTES + 9);
  const type = TYPES[(kind & ~ASIDE) - 1];
  const aside = (kind & ASIDE) !== 0;
  if (type === undefined || !Number.isSafeInteger(at) || at < 0) return undefined;
  return aside || length <= MAX_INLINE_BYTES ? { type, at, length, aside } : undefined;
}
