import { Demultiplexer, type StreamNumber } from '../../wire/answer/demultiplexer.ts';
import { StdoutDecoder } from '../../wire/answer/stdoutDecoder.ts';
import type { Channel } from '../../wire/channel.ts';
import { withoutBuffer } from '../../wire/msgpack/bytes.ts';
import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import type { EventBody } from '../event.ts';
import { FRAME_OVERHEAD, type AnswerChunk } from './answerFrom.ts';
import type { Entry } from './entry.ts';
import { RawCollector } from './rawCollector.ts';
import { NO_BYTES, type RowContent, type Wanted } from './rowContent.ts';

/**
 * Reads the frame at the start of an answer, once: its content, its raw bytes, and Docker's headers before and between
 * them.
 *
 * @returns no body where something else stands there by now
 */
export async function readFrame(
  answer: AsyncIterable<AnswerChunk>,
  limits: ValueLimits,
  entry: Entry,
  wanted: Wanted,
): Promise<RowContent> {
  const reading = new FrameReading(limits, entry, wanted);
  for await (const { channel, bytes } of answer) {
    reading.push(channel, bytes);
    if (reading.isDone) break;
  }
  return reading.end();
}

class FrameReading {
  readonly #entry: Entry;
  readonly #bodyLimit: number | undefined;
  readonly #own: Channel;
  readonly #raw: RawCollector | undefined;
  readonly #demultiplexer: Demultiplexer;
  readonly #stdout: StdoutDecoder;
  #body: EventBody | undefined;
  #stdoutBytes = 0;
  /** Offset within stdout behind the frame, or behind the part of it that came; set once no more of it will come. */
  #frameEnd: number | undefined;

  constructor(limits: ValueLimits, entry: Entry, { body, raw }: Wanted) {
    this.#entry = entry;
    this.#bodyLimit = body;
    this.#own = entry.plain ? 'stdout' : 'multiplexed';
    this.#raw = raw === undefined ? undefined : new RawCollector(raw);
    this.#demultiplexer = new Demultiplexer(
      {
        piece: (stream, chunk, from, end, offset) => {
          this.#onPiece('multiplexed', stream, chunk, from, end, offset);
        },
      },
      { offset: 0, stream: 1, remaining: entry.headed ? 0 : entry.dockerLeft },
    );
    const ignore = (): void => undefined;
    this.#stdout = new StdoutDecoder(
      {
        frame: ({ end, content }) => {
          this.#body ??= content;
          this.#frameEnd ??= end;
        },
        stderr: ignore,
        daemonError: ignore,
        fault: ({ offset }) => (this.#frameEnd ??= offset),
      },
      { limits, collect: () => body !== undefined && this.#frameEnd === undefined },
    );
  }

  /** Whether more bytes would change nothing. */
  get isDone(): boolean {
    if (this.#frameEnd !== undefined) return true;
    return this.#hasBody && (this.#raw?.isFull ?? true);
  }

  push(channel: Channel, bytes: Uint8Array): void {
    if (channel === 'multiplexed') this.#demultiplex(bytes);
    else if (channel === 'stdout')
      this.#onPiece(channel, 1, withoutBuffer(bytes), 0, bytes.length, this.#raw?.offset ?? 0);
    if (channel === this.#own) this.#raw?.push(bytes);
    this.#stdout.release();
  }

  end(): RowContent {
    // Hands on what has come of output that was cut.
    this.#stdout.end();
    const raw = this.#raw?.finish(this.#entry) ?? NO_BYTES;
    const body = this.#body;
    const limit = this.#bodyLimit ?? 0;
    const isLong = body?.type === 'stdout' && body.value.length > limit;
    return { body: isLong ? { type: 'stdout', value: body.value.slice(0, limit) } : body, raw };
  }

  /** A body that is to be cut is long enough as soon as everything around it must have come too. */
  get #hasBody(): boolean {
    const limit = this.#bodyLimit;
    return limit === undefined || (this.#entry.type === 'stdout' && this.#stdoutBytes >= limit + FRAME_OVERHEAD);
  }

  #demultiplex(bytes: Uint8Array): void {
    const violation = this.#demultiplexer.push(bytes);
    if (!violation) return;
    this.#stdout.stop(violation);
    this.#frameEnd ??= this.#stdoutBytes;
    if (this.#own === 'multiplexed') this.#raw?.endAt(violation.offset);
  }

  #onPiece(channel: Channel, stream: StreamNumber, chunk: Uint8Array, from: number, end: number, offset: number): void {
    if (this.#frameEnd !== undefined) return;
    const isOwn = channel === this.#own;
    if (stream !== 1) {
      if (isOwn) this.#raw?.stretch('other', offset, offset + end - from);
      return;
    }
    const before = this.#stdoutBytes;
    this.#stdoutBytes += end - from;
    this.#stdout.push(channel, chunk, from, end, 0);
    const frameEnd: number | undefined = this.#frameEnd;
    if (!isOwn) return;
    const to = offset + (frameEnd ?? this.#stdoutBytes) - before;
    this.#raw?.stretch('own', offset, to);
    if (frameEnd !== undefined) this.#raw?.endAt(to);
  }
}
