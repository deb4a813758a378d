import { byteAt } from './bytes.ts';
import { FRAME_TYPES, type FrameType } from './frame.ts';
import type { ValueLimits } from './limits.ts';
import { NOT_SIMPLE, skipValue } from './skipValue.ts';

const FIXSTR = 0xa0;
const UTF8 = new TextEncoder();

/** Each type as it stands in a frame. */
const TYPES = FRAME_TYPES.map((type) => ({ type, bytes: Uint8Array.of(FIXSTR + type.length, ...UTF8.encode(type)) }));

/**
 * Reads a frame that one chunk holds, in a fraction of the time that going byte by byte takes. It knows no faults: what
 * it does not take is the scanner's. The fields say what was read last, so nothing is allocated for a frame.
 */
export class WholeFrame {
  type: FrameType = 'stdout';
  payloadStart = 0;
  payloadEnd = 0;
  /** Microseconds. */
  at: number | undefined;
  /** Index behind the frame. */
  end = 0;
  readonly #limits: ValueLimits;

  constructor(limits: ValueLimits) {
    this.#limits = limits;
  }

  /** @returns whether a whole frame begins at the index, up to `end` at most */
  read(chunk: Uint8Array, from: number, end: number): boolean {
    const lead = byteAt(chunk, from);
    if (lead !== 0x92 && lead !== 0x93) return false;
    const known = typeAt(chunk, from + 1);
    if (!known) return false;
    this.type = known.type;
    const start = from + 1 + known.bytes.length;
    const found = known.type === 'stdout' ? this.#readOutput(chunk, start) : this.#readValue(chunk, start, end);
    if (!found) return false;
    this.at = undefined;
    this.end = this.payloadEnd;
    if (lead === 0x93 && !this.#readTime(chunk)) return false;
    return this.end <= end;
  }

  #readOutput(chunk: Uint8Array, from: number): boolean {
    const lead = byteAt(chunk, from);
    const lengthBytes = payloadLengthBytes(lead);
    if (lengthBytes === undefined) return false;
    const length = lengthBytes === 0 ? lead - FIXSTR : uintAt(chunk, from + 1, lengthBytes);
    this.payloadStart = from + 1 + lengthBytes;
    this.payloadEnd = this.payloadStart + length;
    return length <= this.#limits.valueBytes;
  }

  #readValue(chunk: Uint8Array, from: number, end: number): boolean {
    const lead = byteAt(chunk, from);
    if (this.type === 'yield' && !isArrayLead(lead)) return false;
    if (this.type === 'raise' && !isMapLead(lead)) return false;
    this.payloadStart = from;
    this.payloadEnd = skipValue(chunk, from, end, this.#limits);
    return this.payloadEnd !== NOT_SIMPLE;
  }

  #readTime(chunk: Uint8Array): boolean {
    const lead = byteAt(chunk, this.payloadEnd);
    const bytes = lead <= 0x7f ? 0 : timeBytes(lead);
    if (bytes === undefined) return false;
    this.at = bytes === 0 ? lead : uintAt(chunk, this.payloadEnd + 1, bytes);
    this.end = this.payloadEnd + 1 + bytes;
    return true;
  }
}

/** Length bytes that follow the lead byte of a string or binary; `undefined` for another type. */
export function payloadLengthBytes(lead: number): number | undefined {
  if (lead >= FIXSTR && lead <= 0xbf) return 0;
  if (lead >= 0xc4 && lead <= 0xc6) return 1 << (lead - 0xc4);
  if (lead >= 0xd9 && lead <= 0xdb) return 1 << (lead - 0xd9);
  return undefined;
}

/** Bytes that follow the lead byte of an unsigned integer; `undefined` for another type. */
export function timeBytes(lead: number): number | undefined {
  return lead >= 0xcc && lead <= 0xcf ? 1 << (lead - 0xcc) : undefined;
}

export function isArrayLead(lead: number): boolean {
  return (lead & 0xf0) === 0x90 || lead === 0xdc || lead === 0xdd;
}

export function isMapLead(lead: number): boolean {
  return (lead & 0xf0) === 0x80 || lead === 0xde || lead === 0xdf;
}

function typeAt(chunk: Uint8Array, from: number): (typeof TYPES)[number] | undefined {
  for (const known of TYPES) {
    if (startsWith(chunk, from, known.bytes)) return known;
  }
  return undefined;
}

function startsWith(chunk: Uint8Array, from: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (chunk[from + i] !== bytes[i]) return false;
  }
  return true;
}

function uintAt(chunk: Uint8Array, from: number, bytes: number): number {
  let number = 0;
  for (let i = 0; i < bytes; i++) number = number * 256 + byteAt(chunk, from + i);
  return number;
}
