import { decodeFrame, readContent } from './decodeFrame.ts';
import type { Fault, Violation } from '../msgpack/fault.ts';
import { isTerminal, type FrameContent, type FrameType } from '../frame.ts';
import { FrameScanner, type ScannedFrame } from './frameScanner.ts';
import type { ValueLimits } from '../msgpack/limits.ts';
import { ReadyReader } from '../readySignal.ts';
import { WholeFrame } from './wholeFrame.ts';
import type { AnswerSink } from './answerSink.ts';
import { DOCKER_HEADER_BYTES } from './demultiplexer.ts';
import { messageOf } from '../thrown.ts';
import type { Channel } from '../channel.ts';
import { PayloadJoiner, type JoinedPayload } from './payloadJoiner.ts';

export interface StdoutDecoderOptions {
  readonly limits: ValueLimits;
  /** Which frames are wanted decoded, in `AnswerFrame.content`. Default: all. */
  readonly collect?: (type: FrameType) => boolean;
  /** Whether the container may say after the terminal frame that it takes another request. Default `false`. */
  readonly reuse?: boolean;
  /** Offset within stdout of the first byte that will be pushed, at which a frame begins. Default 0. */
  readonly from?: number;
}

/**
 * Decodes the stdout of an answer, piece by piece: finds the frames, and holds them to one channel and to exactly one
 * terminal frame, followed by nothing but the ready signal of a container that may be used again.
 */
export class StdoutDecoder {
  readonly #sink: AnswerSink;
  readonly #collect: (type: FrameType) => boolean;
  readonly #scanner: FrameScanner;
  readonly #whole: WholeFrame;
  readonly #readySignal: ReadyReader | undefined;
  readonly #payload = new PayloadJoiner();
  #channel: Channel | undefined;
  #bytes: number;
  /** Offset behind the last frame. */
  #decodedBytes: number;
  /** The current piece: where it begins in stdout and in the chunk, and its place in the Docker frame. */
  #pieceStart = 0;
  #pieceInChunk = 0;
  #pieceDockerLeft = 0;
  #frameStart = 0;
  #terminalEnd: number | undefined;
  #fault: Fault | undefined;
  #chunk: Uint8Array | undefined;

  constructor(sink: AnswerSink, options: StdoutDecoderOptions) {
    const { limits, collect = () => true, reuse = false, from = 0 } = options;
    this.#sink = sink;
    this.#collect = collect;
    this.#readySignal = reuse ? new ReadyReader() : undefined;
    this.#bytes = from;
    this.#decodedBytes = from;
    this.#scanner = new FrameScanner(
      {
        frameStart: (offset) => this.#onFrameStart(offset),
        stdout: (part) => this.#payload.append(part, this.#collect('stdout')),
        frame: (frame) => this.#onFrame(frame),
      },
      limits,
      { collect, start: from },
    );
    this.#whole = new WholeFrame(limits, collect);
  }

  /** Why the frames ended before the answer did. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Whether the container takes another request, once it has said so. */
  get ready(): boolean | undefined {
    return this.#readySignal?.ready;
  }

  /** Bytes so far that belong to no frame. */
  get undecoded(): number {
    return this.#bytes - this.#decodedBytes;
  }

  /** Whether a frame begins with the next byte, and may come in a Docker frame. */
  get takesFrame(): boolean {
    return !this.#over && this.#scanner.between && this.#channel !== 'stdout';
  }

  /** Counts whole frames, none of them terminal, that came in Docker frames and need no decoding. */
  skip(bytes: number): void {
    this.#channel = 'multiplexed';
    this.#bytes += bytes;
    this.#decodedBytes = this.#bytes;
    this.#scanner.skip(bytes);
  }

  /** @param dockerLeft bytes of the Docker frame from the piece on; 0 on a plain channel */
  push(channel: Channel, chunk: Uint8Array, from: number, end: number, dockerLeft: number): void {
    this.#chunk = chunk;
    this.#pieceStart = this.#bytes;
    this.#pieceInChunk = from;
    this.#pieceDockerLeft = dockerLeft;
    this.#bytes += end - from;
    if (this.#fault) return;
    this.#channel ??= channel;
    if (channel !== this.#channel) return this.#fail(wrongChannel(this.#pieceStart, channel, this.#channel));
    this.#scan(chunk, from, end);
    if (this.#terminalEnd !== undefined && this.#bytes > this.#terminalEnd)
      this.#passTail(chunk, Math.max(from, end - (this.#bytes - this.#terminalEnd)), end);
    else if (this.#scanner.fault) this.#fail(this.#scanner.fault);
  }

  /** The current chunk is over: releases it. Not after each piece, as many small ones share what is made of it. */
  release(): void {
    this.#chunk = undefined;
    this.#whole.release();
  }

  /** The stream that carries stdout has broken: hands on what has come of a stdout frame, and takes no more. */
  stop(fault: Fault): void {
    this.#passPartial(this.#bytes);
    this.#fault ??= fault;
  }

  /**
   * No more will come. Hands on what has come of a stdout frame that was cut.
   *
   * @returns set where the output ended inside a frame
   */
  end(): Violation | undefined {
    const truncated = this.#fault ? undefined : this.#truncated();
    this.#passPartial(this.#bytes);
    return truncated;
  }

  #truncated(): Violation | undefined {
    if (this.#terminalEnd === undefined) return this.#scanner.end();
    return this.#readySignal?.isCut ? cutReady(this.#bytes) : undefined;
  }

  /** Takes what follows the terminal frame. */
  #passTail(chunk: Uint8Array, from: number, end: number): void {
    const known = this.#readySignal?.push(chunk, from, end) ?? from;
    const offset = this.#bytes - (end - known);
    if (this.ready !== undefined) this.#decodedBytes = offset;
    if (known < end) this.#fail(afterTerminal(offset));
  }

  /** Frames that the piece holds whole are read in place; the scanner reads the others, and finds the faults. */
  #scan(chunk: Uint8Array, from: number, end: number): void {
    for (let i = from; i < end && !this.#over && !this.#scanner.fault;) {
      if (this.#scanner.between && this.#whole.read(chunk, i, end)) i = this.#passWhole(chunk, i);
      else i = this.#scanner.pushFrame(chunk, i, end);
    }
  }

  /** Whether the frames are over, even if the piece holds more. */
  get #over(): boolean {
    return this.#fault !== undefined || this.#terminalEnd !== undefined;
  }

  #onFrameStart(offset: number): void {
    this.#frameStart = offset;
    const inPiece = offset - this.#pieceStart;
    // A Docker frame does not end before a byte that has arrived in it.
    const dockerLeft = Math.max(0, this.#pieceDockerLeft - inPiece);
    const headed = dockerLeft > 0 && inPiece === 0 && this.#pieceInChunk >= DOCKER_HEADER_BYTES;
    this.#sink.frameStart?.(offset, this.#pieceInChunk + inPiece, dockerLeft, headed);
  }

  #passWhole(piece: Uint8Array, from: number): number {
    const { type, payloadStart, payloadEnd, at, end } = this.#whole;
    const start = this.#pieceStart + from - this.#pieceInChunk;
    this.#scanner.skip(end - from);
    this.#onFrameStart(start);
    const content = this.#wholeContent(type, piece, start);
    this.#onContent(
      type,
      start,
      start + end - from,
      payloadEnd - payloadStart,
      Number.isNaN(at) ? undefined : at,
      content,
    );
    return end;
  }

  #wholeContent(type: FrameType, piece: Uint8Array, start: number): FrameContent | Violation | undefined {
    const { payloadStart, payloadEnd, decoded, value } = this.#whole;
    if (type !== 'stdout') return decoded ? readContent(type, value, start) : undefined;
    return this.#collect(type) ? { type, value: piece.slice(payloadStart, payloadEnd) } : undefined;
  }

  #onFrame(frame: ScannedFrame): void {
    const { type, start, end, payloadBytes, at } = frame;
    const content = type === 'stdout' ? this.#outputContent(this.#payload.take()) : this.#decode(frame);
    this.#onContent(type, start, end, payloadBytes, at, content);
  }

  #onContent(
    type: FrameType,
    start: number,
    end: number,
    payloadBytes: number,
    at: number | undefined,
    content: FrameContent | Violation | undefined,
  ): void {
    if (content && 'kind' in content) return this.#fail(content);
    this.#decodedBytes = end;
    if (isTerminal(type)) this.#terminalEnd = end;
    this.#sink.frame({ type, start, end, payloadBytes, at, content, partial: false });
  }

  #decode(frame: ScannedFrame): FrameContent | Violation | undefined {
    const { value } = frame;
    if (!value) return undefined;
    // A decoded value may hold views, and the chunk is the caller's.
    const isBorrowed = value.buffer === this.#chunk?.buffer;
    try {
      return decodeFrame(isBorrowed ? { ...frame, value: new Uint8Array(value) } : frame);
    } catch (error) {
      return undecodable(frame.start, error);
    }
  }

  #outputContent(payload: JoinedPayload): FrameContent | undefined {
    return this.#collect('stdout') ? { type: 'stdout', value: payload.value ?? new Uint8Array(0) } : undefined;
  }

  /** Hands on output that has arrived, also when its frame never ends. */
  #passPartial(end: number): void {
    const payload = this.#payload.take();
    if (payload.bytes === 0 || this.#over) return;
    this.#decodedBytes = end;
    const { bytes: payloadBytes } = payload;
    const content = this.#outputContent(payload);
    const start = this.#frameStart;
    this.#sink.frame({ type: 'stdout', start, end, payloadBytes, at: undefined, content, partial: true });
  }

  #fail(fault: Fault): void {
    this.#passPartial(fault.offset);
    this.#fault = fault;
    this.#sink.fault(fault);
  }
}

function undecodable(offset: number, error: unknown): Violation {
  return { kind: 'violation', offset, expected: 'a value that can be decoded', found: messageOf(error) };
}

function cutReady(offset: number): Violation {
  const expected = 'the rest of the word whether the container takes another request';
  return { kind: 'violation', offset, expected, found: 'the end of the output' };
}

function afterTerminal(offset: number): Violation {
  return { kind: 'violation', offset, expected: 'nothing after the terminal frame', found: 'more output' };
}

function wrongChannel(offset: number, channel: Channel, first: Channel): Violation {
  return {
    kind: 'violation',
    offset,
    expected: `standard output on the ${first} channel, where it began`,
    found: `bytes of it on the ${channel} channel`,
  };
}
