import { decodeTimestampToTimeSpec, encodeDateToTimeSpec, encodeTimeSpecToTimestamp } from '@msgpack/msgpack';

/** The extension type that msgpack reserves for points in time. */
export const TIMESTAMP_EXT = -1;

/** msgpack's timestamps are of 32, 64 or 96 bits. */
const PAYLOAD_BYTES: readonly number[] = [4, 8, 12];

const MAX_NANOSECONDS = 999_999_999;

/** @returns the date, cut to milliseconds; `undefined` where the bytes are not a timestamp, or one beyond `Date` */
export function decodeTimestamp(payload: Uint8Array): Date | undefined {
  if (!PAYLOAD_BYTES.includes(payload.length)) return undefined;
  const { sec, nsec } = decodeTimestampToTimeSpec(payload);
  if (nsec > MAX_NANOSECONDS) return undefined;
  const date = new Date(sec * 1000 + Math.floor(nsec / 1e6));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** @returns the extension payload of a valid date, in the shortest of msgpack's forms */
export function encodeTimestamp(date: Date): Uint8Array {
  return encodeTimeSpecToTimestamp(encodeDateToTimeSpec(date));
}
