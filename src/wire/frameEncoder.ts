import type { FrameType } from './frame.ts';

const UTF8 = new TextEncoder();

/** `[2 items`, the type … by type and whether a time follows. */
function prefix(type: FrameType, at: number | undefined): Uint8Array {
  const name = UTF8.encode(type);
  return Uint8Array.of(at === undefined ? 0x92 : 0x93, 0xa0 | name.length, ...name);
}

/** The buffers of a frame, to be written one after the other. `at`: microseconds since the request was decoded. */
export function encodeFrameParts(
  type: 'yield' | 'return' | 'raise',
  encodedValue: Uint8Array,
  at?: number,
): Uint8Array[] {
  const parts = [prefix(type, at), encodedValue];
  if (at !== undefined) parts.push(encodeUnsigned(at));
  return parts;
}

/** As `encodeFrameParts`, for output of the inmate: the payload is not copied. */
export function encodeStdoutParts(payload: Uint8Array, at?: number): Uint8Array[] {
  const header = Uint8Array.of(
    0xc6,
    payload.length >>> 24,
    payload.length >>> 16,
    payload.length >>> 8,
    payload.length,
  );
  const parts = [prefix('stdout', at), header, payload];
  if (at !== undefined) parts.push(encodeUnsigned(at));
  return parts;
}

/** A non-negative integer below 2^53. */
function encodeUnsigned(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  const view = new DataView(new ArrayBuffer(value < 0x100000000 ? 5 : 9));
  view.setUint8(0, value < 0x100000000 ? 0xce : 0xcf);
  if (value < 0x100000000) view.setUint32(1, value);
  else view.setBigUint64(1, BigInt(value));
  return new Uint8Array(view.buffer);
}
