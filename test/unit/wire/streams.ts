import fc from 'fast-check';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';

/** One Docker frame: `[stream, 0, 0, 0, length u32 BE]` and the payload. */
export function dockerFrame(stream: number, payload: Uint8Array): Uint8Array {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return concat(header, payload);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function valueFrame(type: 'yield' | 'return' | 'raise', value: unknown, at?: number): Uint8Array {
  return concat(...encodeFrameParts(type, encodeValue(value), at));
}

export function stdoutFrame(payload: Uint8Array | string, at?: number): Uint8Array {
  return concat(...encodeStdoutParts(typeof payload === 'string' ? text(payload) : payload, at));
}

/** The bytes cut at the given places, whatever their order. */
export function cutAt(bytes: Uint8Array, ...places: readonly number[]): Uint8Array[] {
  const bounds = [0, ...places.toSorted((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((end, i) => bytes.subarray(bounds[i], end));
}

/** The bytes in pieces of one size. */
export function* piecesOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

/** Any cutting: shares of the length at which to cut, empty pieces included. */
export const cutting = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

export function cutBy(bytes: Uint8Array, shares: readonly number[]): Uint8Array[] {
  return cutAt(bytes, ...shares.map((share) => Math.round(share * bytes.length)));
}
