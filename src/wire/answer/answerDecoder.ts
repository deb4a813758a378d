import { viewOf, withoutBuffer } from '../msgpack/bytes.ts';
import { Demultiplexer, type Cut, type StreamNumber } from './demultiplexer.ts';
import type { Fault, Violation } from '../msgpack/fault.ts';
import type { AnswerSink, FrameSkimmer } from './answerSink.ts';
import type { Channel } from '../channel.ts';
import { StdoutDecoder, type StdoutDecoderOptions } from './stdoutDecoder.ts';

export interface AnswerDecoderOptions extends Omit<StdoutDecoderOptions, 'from'> {
  readonly skimmer?: FrameSkimmer | undefined;
  /** Where to resume an answer, at the first byte of a frame. */
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
  readonly #skimmer: FrameSkimmer | undefined;
  readonly #demultiplexer: Demultiplexer;
  readonly #stdout: StdoutDecoder;
  /** Raw bytes so far, the current chunk included. */
  #rawBytes = 0;
  #brokenAt: number | undefined;

  constructor(sink: AnswerSink, options: AnswerDecoderOptions) {
    const { skimmer, start } = options;
    this.#sink = sink;
    this.#skimmer = skimmer;
    this.#demultiplexer = new Demultiplexer(
      {
        piece: (stream, chunk, from, end) => this.#onPiece(stream, chunk, from, end),
        skim: (chunk, from) => this.#skim(chunk, from),
      },
      start && { offset: 0, stream: 1, remaining: start.dockerLeft },
    );
    this.#stdout = new StdoutDecoder(sink, start ? { ...options, from: start.stdoutOffset } : options);
  }

  /** Why the frames ended before the answer did. */
  get fault(): Fault | undefined {
    return this.#stdout.fault;
  }

  /** Whether the container takes another request, once it has said so. */
  get ready(): boolean | undefined {
    return this.#stdout.ready;
  }

  push(channel: Channel, chunk: Uint8Array): void {
    if (channel === 'multiplexed') this.#demultiplex(chunk);
    else if (channel === 'stdout') this.#stdout.push(channel, withoutBuffer(chunk), 0, chunk.length, 0);
    else this.#sink.stderr(chunk, 0);
    this.#stdout.release();
  }

  /** No more will come. Hands on what has come of a stdout frame that was cut. */
  end(): AnswerEnd {
    const truncated = this.#stdout.end();
    const cut = this.#demultiplexer.end();
    const unread = this.#brokenAt === undefined ? 0 : this.#rawBytes - this.#brokenAt;
    return { truncated, cut, undecoded: this.fault ? this.#stdout.undecoded + unread : 0 };
  }

  #demultiplex(chunk: Uint8Array): void {
    this.#rawBytes += chunk.length;
    const violation = this.#demultiplexer.push(chunk);
    if (!violation) return;
    this.#brokenAt = violation.offset;
    this.#stdout.stop(violation);
    this.#sink.fault(violation);
  }

  #skim(chunk: Uint8Array, from: number): number {
    if (!this.#skimmer || !this.#stdout.takesFrame) return from;
    const reached = this.#skimmer.skim(chunk, from);
    if (this.#skimmer.stdoutBytes > 0) this.#stdout.skip(this.#skimmer.stdoutBytes);
    return reached;
  }

  #onPiece(stream: StreamNumber, chunk: Uint8Array, from: number, end: number): void {
    if (stream === 1) this.#stdout.push('multiplexed', chunk, from, end, this.#demultiplexer.remaining + end - from);
    else if (stream === 2) this.#sink.stderr(viewOf(chunk, from, end), from);
    else this.#sink.daemonError(viewOf(chunk, from, end), from);
  }
}
