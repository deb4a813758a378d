import { byteAt, viewOf } from '../msgpack/bytes.ts';
import type { Fault, Violation } from '../msgpack/fault.ts';
import { FRAME_TYPES, type FrameType } from '../frame.ts';
import { GrowingBuffer } from '../msgpack/growingBuffer.ts';
import type { ValueLimits } from '../msgpack/limits.ts';
import { FAULTED, NEED_MORE, ValueWalker } from '../msgpack/valueWalker.ts';
import { isArrayLead, isMapLead, payloadLengthBytes, timeBytes } from './wholeFrame.ts';

/** A frame whose boundaries and structure are known, not yet decoded. */
export interface ScannedFrame {
  readonly type: FrameType;
  /** Offset of its first byte within the demultiplexed stdout. */
  readonly start: number;
  /** Offset behind its last byte. */
  readonly end: number;
  /** Bytes of the stdout payload, or of the encoded value. */
  readonly payloadBytes: number;
  /** Microseconds in the inmate since the request was decoded, where the frame carries them. */
  readonly at: number | undefined;
  /** The encoded value of a yield, return or raise, if it was collected; it may be a view into a chunk. */
  readonly value: Uint8Array | undefined;
}

export interface FrameHandler {
  /** The first byte of a frame has arrived. */
  frameStart?(offset: number): void;
  /** A part of the payload of the current stdout frame: a view into the chunk that was pushed, not a copy. */
  stdout?(part: Uint8Array): void;
  frame(frame: ScannedFrame): void;
}

export interface FrameScannerOptions {
  /** Which values are wanted in `ScannedFrame.value`. Default: all. */
  readonly collect?: (type: FrameType) => boolean;
  /** Offset within the demultiplexed stdout of the first byte that will be pushed. Default 0. */
  readonly start?: number;
}

const TYPE_LENGTHS: ReadonlySet<number> = new Set(FRAME_TYPES.map((type) => type.length));

const EXPECTED_FRAME = 'a frame: an array of two or three items whose first is stdout, yield, return or raise';

/** What the scanner expects next. */
type State =
  | 'frame'
  | 'type'
  | 'typeText'
  | 'payloadHeader'
  | 'payloadLength'
  | 'payload'
  | 'valueStart'
  | 'value'
  | 'at'
  | 'atBytes';

/**
 * Finds the frames of an answer as the demultiplexed stdout comes in, in chunks cut anywhere. Limits hold before
 * anything is allocated; stdout payloads are handed on as views; nothing is decoded here.
 */
export class FrameScanner {
  readonly #handler: FrameHandler;
  readonly #limits: ValueLimits;
  readonly #collect: (type: FrameType) => boolean;
  readonly #walker: ValueWalker;
  readonly #collected = new GrowingBuffer();
  #state: State = 'frame';
  /** Offset of the next byte. */
  #offset: number;
  #start = 0;
  #hasAt = false;
  #type: FrameType = 'stdout';
  #typeText = '';
  /** Bytes still to come of what `#state` names, and the number that the length bytes so far make. */
  #left = 0;
  #number = 0;
  #payloadBytes = 0;
  /** Whether the current value is collected. */
  #wanted = false;
  #value: Uint8Array | undefined;
  #fault: Fault | undefined;

  constructor(handler: FrameHandler, limits: ValueLimits, options: FrameScannerOptions = {}) {
    this.#handler = handler;
    this.#limits = limits;
    this.#collect = options.collect ?? (() => true);
    this.#offset = options.start ?? 0;
    this.#walker = new ValueWalker(limits);
  }

  /** Whether the next byte begins a frame. */
  get between(): boolean {
    return this.#state === 'frame' && !this.#fault;
  }

  /** Why the scan ended. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** @returns the fault that ended the scan; once, later chunks are ignored */
  push(chunk: Uint8Array): Fault | undefined {
    if (this.#fault) return undefined;
    for (let i = 0; i < chunk.length && !this.#fault;) i = this.pushFrame(chunk, i, chunk.length);
    return this.#fault;
  }

  /** Takes bytes up to the end of a frame or a fault, at most up to the index `end`. @returns the index behind them */
  pushFrame(chunk: Uint8Array, from: number, end: number): number {
    let i = from;
    do {
      if (this.#state === 'payload') i = this.#passPayload(chunk, i, end);
      else if (this.#state === 'value') i = this.#walkValue(chunk, i, end);
      else if (this.#state === 'valueStart') this.#beginValue(byteAt(chunk, i));
      else {
        this.#step(byteAt(chunk, i));
        i++;
        this.#offset++;
      }
      if (this.#state === 'payload' && this.#left === 0) this.#endPayload();
    } while (i < end && !this.#fault && this.#state !== 'frame');
    // The frame's time is still to come, and the chunk belongs to the caller again.
    if (this.#value?.buffer === chunk.buffer) this.#value = new Uint8Array(this.#value);
    return i;
  }

  /** Between two frames: skips whole ones that were read elsewhere. */
  skip(bytes: number): void {
    this.#offset += bytes;
  }

  /** @returns the violation of an answer that ends inside a frame */
  end(): Violation | undefined {
    if (this.#fault || this.#state === 'frame') return undefined;
    return {
      kind: 'violation',
      offset: this.#offset,
      expected: `the rest of the frame that begins at byte ${this.#start}`,
      found: 'the end of the output',
    };
  }

  /** Takes one byte in a state that reads byte by byte. */
  #step(byte: number): void {
    switch (this.#state) {
      case 'frame':
        return this.#beginFrame(byte);
      case 'type':
        return this.#beginType(byte);
      case 'typeText':
        return this.#readType(byte);
      case 'payloadHeader':
        return this.#readPayloadHeader(byte);
      case 'at':
        return this.#readAt(byte);
      default:
        this.#number = this.#number * 256 + byte;
        if (--this.#left > 0) return;
        if (this.#state === 'payloadLength') this.#beginPayload(this.#number);
        else this.#endFrame(this.#number, this.#offset + 1);
    }
  }

  #beginFrame(byte: number): void {
    if (byte !== 0x92 && byte !== 0x93) return this.#violate(EXPECTED_FRAME, `the byte ${hex(byte)}`);
    this.#start = this.#offset;
    this.#hasAt = byte === 0x93;
    this.#payloadBytes = 0;
    this.#state = 'type';
    this.#handler.frameStart?.(this.#start);
  }

  #beginType(byte: number): void {
    this.#left = byte - FIXSTR;
    this.#typeText = '';
    this.#state = 'typeText';
    if (!TYPE_LENGTHS.has(this.#left)) this.#violate(EXPECTED_FRAME, `the byte ${hex(byte)} in place of its type`);
  }

  #readType(byte: number): void {
    this.#typeText += String.fromCharCode(byte);
    if (--this.#left > 0) return;
    const type = FRAME_TYPES.find((name) => name === this.#typeText);
    if (!type) return this.#violate(EXPECTED_FRAME, `the type ${JSON.stringify(this.#typeText)}`);
    this.#type = type;
    this.#state = type === 'stdout' ? 'payloadHeader' : 'valueStart';
  }

  #readPayloadHeader(byte: number): void {
    const lengthBytes = payloadLengthBytes(byte);
    if (lengthBytes === undefined)
      return this.#violate('bytes as the value of a stdout frame', `the byte ${hex(byte)}`);
    this.#number = 0;
    this.#left = lengthBytes;
    this.#state = 'payloadLength';
    if (lengthBytes === 0) this.#beginPayload(byte - FIXSTR);
  }

  #beginPayload(bytes: number): void {
    this.#payloadBytes = bytes;
    this.#left = bytes;
    this.#state = 'payload';
    const limit = this.#limits.valueBytes;
    if (bytes > limit) this.#fault = { kind: 'limit', offset: this.#offset, setting: 'valueBytes', limit };
  }

  #passPayload(chunk: Uint8Array, from: number, chunkEnd: number): number {
    const end = Math.min(from + this.#left, chunkEnd);
    this.#left -= end - from;
    this.#offset += end - from;
    this.#handler.stdout?.(viewOf(chunk, from, end));
    return end;
  }

  #beginValue(first: number): void {
    if (this.#type === 'yield' && !isArrayLead(first))
      this.#violate('an array as the value of a yield', `the byte ${hex(first)}`);
    if (this.#type === 'raise' && !isMapLead(first))
      this.#violate('a map as the value of a raise', `the byte ${hex(first)}`);
    this.#walker.begin(this.#offset);
    this.#wanted = this.#collect(this.#type);
    this.#state = 'value';
  }

  #walkValue(chunk: Uint8Array, from: number, chunkEnd: number): number {
    const reached = this.#walker.walk(chunk, from, chunkEnd);
    if (reached === FAULTED) {
      this.#fault = this.#walker.fault;
      return chunkEnd;
    }
    const end = reached === NEED_MORE ? chunkEnd : reached;
    const part = viewOf(chunk, from, end);
    this.#offset += part.length;
    this.#payloadBytes += part.length;
    if (reached === NEED_MORE) {
      if (this.#wanted) this.#collected.append(part);
      return end;
    }
    if (this.#wanted) this.#value = this.#wholeValue(part);
    this.#endPayload();
    return end;
  }

  #wholeValue(last: Uint8Array): Uint8Array {
    if (this.#collected.length === 0) return last;
    this.#collected.append(last);
    return this.#collected.take();
  }

  #endPayload(): void {
    if (this.#hasAt) this.#state = 'at';
    else this.#endFrame(undefined, this.#offset);
  }

  #readAt(byte: number): void {
    if (byte <= 0x7f) return this.#endFrame(byte, this.#offset + 1);
    const bytes = timeBytes(byte);
    if (bytes === undefined) {
      return this.#violate('microseconds, an unsigned integer, as the third item of a frame', `the byte ${hex(byte)}`);
    }
    this.#number = 0;
    this.#left = bytes;
    this.#state = 'atBytes';
  }

  #endFrame(at: number | undefined, end: number): void {
    const value = this.#value;
    this.#value = undefined;
    this.#state = 'frame';
    this.#handler.frame({
      type: this.#type,
      start: this.#start,
      end,
      payloadBytes: this.#payloadBytes,
      at,
      value,
    });
  }

  #violate(expected: string, found: string): void {
    this.#fault = { kind: 'violation', offset: this.#offset, expected, found };
  }
}

/** Lead byte of the empty short string; the low five bits are its length. */
const FIXSTR = 0xa0;

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
