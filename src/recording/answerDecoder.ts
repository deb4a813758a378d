import { viewOf, withoutBuffer } from '../wire/bytes.ts';
import { decodeFrame, readContent } from '../wire/decodeFrame.ts';
import { Demultiplexer, type Cut, type StreamNumber } from '../wire/demultiplexer.ts';
import type { Fault, Violation } from '../wire/fault.ts';
import { isTerminal, type FrameContent, type FrameType } from '../wire/frame.ts';
import { FrameScanner, type ScannedFrame } from '../wire/frameScanner.ts';
import type { ValueLimits } from '../wire/limits.ts';
import { ReadyReader } from '../wire/readyWord.ts';
import { WholeFrame } from '../wire/wholeFrame.ts';
import { messageOf } from './errors.ts';
import type { Channel } from './event.ts';
import { PayloadJoiner, type JoinedPayload } from './payloadJoiner.ts';

export const DOCKER_HEADER_BYTES = 8;

export interface AnswerFrame extends Omit<ScannedFrame, 'value'> {
  /** What the frame holds, if its type was to be collected. It owns its bytes. */
  readonly content: FrameContent | undefined;
  /** A stdout frame of which the rest never came: what there is of its payload. */
  readonly partial: boolean;
}

/**
 * Takes what an answer holds, in the order of arrival. Bytes are views into the chunk that was pushed, and `inChunk` is
 * the offset in that chunk at which something begins.
 */
export interface AnswerSink {
  /**
   * The first byte of a frame has arrived.
   *
   * @param offset its place within the demultiplexed stdout
   * @param dockerLeft payload bytes of the Docker frame from that byte on; 0 on a plain channel
   * @param headed whether the header of the Docker frame stands right before it, whole and in the same chunk
   */
  frameStart?(offset: number, inChunk: number, dockerLeft: number, headed: boolean): void;
  frame(frame: AnswerFrame): void;
  stderr(bytes: Uint8Array, inChunk: number): void;
  /** The daemon wrote an error of its own into the stream. */
  daemonError(bytes: Uint8Array, inChunk: number): void;
  /**
   * The frames end here, whatever follows. A fault of the multiplexing ends stderr too; it may be a second fault, after
   * one of the frames.
   */
  fault(fault: Fault): void;
}

/** Takes whole Docker frames before anything is told of them, for whoever wants to know less of them, and sooner. */
export interface FrameSkimmer {
  /** Bytes of stdout in what was taken last. */
  readonly stdoutBytes: number;
  /**
   * Takes Docker frames that the chunk holds, from the header at the index on, as long as each is a piece of stderr or
   * holds exactly one frame that is no terminal one.
   *
   * @returns the index behind those that it took
   */
  skim(chunk: Uint8Array, from: number): number;
}

export interface AnswerDecoderOptions {
  readonly limits: ValueLimits;
  /** Which frames are wanted decoded, in `AnswerFrame.content`. Default: all. */
  readonly collect?: (type: FrameType) => boolean;
  /** Whether the container may say after the terminal frame that it takes another request. Default `false`. */
  readonly reuse?: boolean;
  readonly skimmer?: FrameSkimmer | undefined;
  /** To take an answer up at the first byte of a frame. */
  readonly start?: { readonly stdoutOffset: number; readonly dockerLeft: number };
}

/** What is known at the end of an answer. */
export interface AnswerEnd {
  /** Set where the answer ended inside a frame. */
  readonly truncated: Violation | undefined;
  /** Set where it ended inside a Docker frame. */
  readonly cut: Cut | undefined;
  /** Bytes that came after a fault and belong to no frame. */
  readonly undecoded: number;
}

/**
 * Decodes an answer as it arrives, live or from a recording: demultiplexes, finds the frames, and holds them to exactly
 * one terminal frame with nothing after it. It never throws.
 */
export class AnswerDecoder {
  readonly #sink: AnswerSink;
  readonly #collect: (type: FrameType) => boolean;
  readonly #skimmer: FrameSkimmer | undefined;
  readonly #demultiplexer: Demultiplexer;
  readonly #scanner: FrameScanner;
  readonly #whole: WholeFrame;
  readonly #stdoutPayload = new PayloadJoiner();
  #stdoutChannel: Channel | undefined;
  /** Raw bytes so far, with the chunk at hand. */
  #rawBytes = 0;
  #brokenAt: number | undefined;
  /** The piece of stdout at hand: where it begins in stdout and in the chunk, and its place in the Docker frame. */
  #pieceStart = 0;
  #pieceInChunk = 0;
  #pieceDockerLeft = 0;
  #stdoutBytes: number;
  #frameStart = 0;
  /** Offset behind the last frame. */
  #decodedBytes: number;
  #terminalEnd: number | undefined;
  readonly #readyWord: ReadyReader | undefined;
  #fault: Fault | undefined;
  #chunk: Uint8Array | undefined;

  constructor(sink: AnswerSink, options: AnswerDecoderOptions) {
    const { limits, start } = options;
    this.#sink = sink;
    this.#collect = options.collect ?? (() => true);
    this.#readyWord = options.reuse ? new ReadyReader() : undefined;
    this.#skimmer = options.skimmer;
    this.#stdoutBytes = start?.stdoutOffset ?? 0;
    this.#decodedBytes = this.#stdoutBytes;
    this.#demultiplexer = new Demultiplexer(
      {
        piece: (stream, chunk, from, end) => this.#onPiece(stream, chunk, from, end),
        skim: (chunk, from) => this.#skim(chunk, from),
      },
      start && { offset: 0, stream: 1, remaining: start.dockerLeft },
    );
    this.#scanner = new FrameScanner(
      {
        frameStart: (offset) => this.#onFrameStart(offset),
        stdout: (part) => this.#onStdoutPart(part),
        frame: (frame) => this.#onFrame(frame),
      },
      limits,
      { collect: (type) => this.#collect(type), start: this.#stdoutBytes },
    );
    this.#whole = new WholeFrame(limits, this.#collect);
  }

  /** Why the frames ended before the answer did. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Whether the container takes another request, once it has said so. */
  get ready(): boolean | undefined {
    return this.#readyWord?.ready;
  }

  push(channel: Channel, chunk: Uint8Array): void {
    this.#chunk = chunk;
    if (channel === 'multiplexed') this.#demultiplex(chunk);
    else if (channel === 'stdout') this.#pushStdout(channel, withoutBuffer(chunk), 0, chunk.length, 0);
    else this.#sink.stderr(chunk, 0);
    this.#chunk = undefined;
    // Not after each piece: many small ones share what is made of the chunk's texts.
    this.#whole.release();
  }

  /** No more will come. Hands on what there is of a stdout frame that was cut. */
  end(): AnswerEnd {
    const truncated = this.#fault ? undefined : this.#truncated();
    const cut = this.#demultiplexer.end();
    this.#passPartial(this.#stdoutBytes);
    const unread = this.#brokenAt === undefined ? 0 : this.#rawBytes - this.#brokenAt;
    return { truncated, cut, undecoded: this.#fault ? this.#stdoutBytes - this.#decodedBytes + unread : 0 };
  }

  #truncated(): Violation | undefined {
    if (this.#terminalEnd === undefined) return this.#scanner.end();
    return this.#readyWord?.isCut ? cutReady(this.#stdoutBytes) : undefined;
  }

  #demultiplex(chunk: Uint8Array): void {
    this.#rawBytes += chunk.length;
    const violation = this.#demultiplexer.push(chunk);
    if (!violation) return;
    this.#brokenAt = violation.offset;
    this.#passPartial(this.#stdoutBytes);
    this.#fault ??= violation;
    this.#sink.fault(violation);
  }

  /** Only where no frame is open and the next byte of stdout is right where it comes. */
  #skim(chunk: Uint8Array, from: number): number {
    if (!this.#skimmer || this.#over || !this.#scanner.between || this.#stdoutChannel === 'stdout') return from;
    const reached = this.#skimmer.skim(chunk, from);
    const { stdoutBytes } = this.#skimmer;
    if (stdoutBytes === 0) return reached;
    this.#stdoutChannel = 'multiplexed';
    this.#stdoutBytes += stdoutBytes;
    this.#decodedBytes = this.#stdoutBytes;
    this.#scanner.skip(stdoutBytes);
    return reached;
  }

  #onPiece(stream: StreamNumber, chunk: Uint8Array, from: number, end: number): void {
    if (stream === 1) this.#pushStdout('multiplexed', chunk, from, end, this.#demultiplexer.remaining + end - from);
    else if (stream === 2) this.#sink.stderr(viewOf(chunk, from, end), from);
    else this.#sink.daemonError(viewOf(chunk, from, end), from);
  }

  #pushStdout(channel: Channel, chunk: Uint8Array, from: number, end: number, dockerLeft: number): void {
    this.#pieceStart = this.#stdoutBytes;
    this.#pieceInChunk = from;
    this.#pieceDockerLeft = dockerLeft;
    this.#stdoutBytes += end - from;
    if (this.#fault) return;
    this.#stdoutChannel ??= channel;
    if (channel !== this.#stdoutChannel) {
      this.#fail({
        kind: 'violation',
        offset: this.#pieceStart,
        expected: `standard output on the ${this.#stdoutChannel} channel, where it began`,
        found: `bytes of it on the ${channel} channel`,
      });
      return;
    }
    this.#scan(chunk, from, end);
    if (this.#terminalEnd !== undefined && this.#stdoutBytes > this.#terminalEnd)
      this.#passTail(chunk, Math.max(from, end - (this.#stdoutBytes - this.#terminalEnd)), end);
    else if (this.#scanner.fault) this.#fail(this.#scanner.fault);
  }

  /** What stands behind the terminal frame. */
  #passTail(chunk: Uint8Array, from: number, end: number): void {
    const known = this.#readyWord?.push(chunk, from, end) ?? from;
    const offset = this.#stdoutBytes - (end - known);
    if (this.ready !== undefined) this.#decodedBytes = offset;
    if (known < end) this.#fail(afterTerminal(offset));
  }

  /** Frames that the piece holds are read where they stand; the others, and the faults, are the scanner's. */
  #scan(chunk: Uint8Array, from: number, end: number): void {
    for (let i = from; i < end && !this.#over && !this.#scanner.fault;) {
      if (this.#scanner.between && this.#whole.read(chunk, i, end)) i = this.#passWhole(chunk, i);
      else i = this.#scanner.pushFrame(chunk, i, end);
    }
  }

  /** Whether the frames are over, whatever else the piece holds. */
  get #over(): boolean {
    return this.#fault !== undefined || this.#terminalEnd !== undefined;
  }

  #onFrameStart(offset: number): void {
    this.#frameStart = offset;
    const inPiece = offset - this.#pieceStart;
    const dockerLeft = this.#stdoutChannel === 'stdout' ? 0 : this.#pieceDockerLeft - inPiece;
    const headed = dockerLeft > 0 && inPiece === 0 && this.#pieceInChunk >= DOCKER_HEADER_BYTES;
    this.#sink.frameStart?.(offset, this.#pieceInChunk + inPiece, dockerLeft, headed);
  }

  #onStdoutPart(part: Uint8Array): void {
    this.#stdoutPayload.append(part, this.#collect('stdout'));
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
    const content = type === 'stdout' ? this.#stdoutContent(this.#stdoutPayload.take()) : this.#decode(frame);
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
    // What is decoded may be views, and the chunk is not ours to keep.
    const isBorrowed = value.buffer === this.#chunk?.buffer;
    try {
      return decodeFrame(isBorrowed ? { ...frame, value: new Uint8Array(value) } : frame);
    } catch (error) {
      return undecodable(frame.start, error);
    }
  }

  #stdoutContent(payload: JoinedPayload): FrameContent | undefined {
    return this.#collect('stdout') ? { type: 'stdout', value: payload.value ?? new Uint8Array(0) } : undefined;
  }

  /** Output that has arrived is handed on, also when the frame around it never ends. */
  #passPartial(end: number): void {
    const payload = this.#stdoutPayload.take();
    if (payload.bytes === 0 || this.#over) return;
    this.#decodedBytes = end;
    const { bytes: payloadBytes } = payload;
    const content = this.#stdoutContent(payload);
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
