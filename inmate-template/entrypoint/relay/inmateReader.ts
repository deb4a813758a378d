import type { Readable } from 'node:stream';
import { SideChannel } from './sideChannel.ts';
import { onceEnded } from '../link/ended.ts';
import type { InmateLink } from './inmateLink.ts';
import type { RecordHeader } from '../link/record.ts';
import { RecordSplitter, type Piece } from '../link/recordSplitter.ts';

/** Takes what the inmate does, in the order in which it did it. */
export interface InmateSink {
  /** The inmate or a child of it has printed something. */
  printed(bytes: Buffer): void;
  /** A record follows, whose payload may take a while to come in. */
  recordStart(header: RecordHeader): void;
  record(header: RecordHeader, payload: readonly Buffer[]): void;
  /** Everything that has come in was handed on, as far as it is complete. */
  caughtUp(): void;
  /** The inmate's process has ended; children of it, and what it printed last, may not be over yet. */
  gone(): void;
}

/** Bytes that may wait in memory for a record that has not been read yet. */
const ASIDE_AHEAD_BYTES = 64 * 1024;

/** Reads the inmate's output with the records in it, and puts the payloads that go aside back in their places. */
export class InmateReader {
  readonly #link: InmateLink;
  readonly #sink: InmateSink;
  readonly #splitter: RecordSplitter;
  readonly #asides = new SideChannel();
  /** The record whose payload is still coming in aside. */
  #awaited: RecordHeader | undefined;
  #isGone = false;
  #isStopped = false;

  constructor(link: InmateLink, sink: InmateSink) {
    this.#link = link;
    this.#sink = sink;
    this.#splitter = new RecordSplitter(link.marker);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  start(): void {
    const { output, up, end } = this.#link;
    output.on('data', (chunk: Buffer) => {
      if (this.#isStopped) return;
      this.#splitter.push(end.take(chunk));
      this.#advance();
    });
    up.on('data', (chunk: Buffer) => {
      if (this.#isStopped) return;
      this.#asides.push(chunk);
      this.#advance();
    });
    onceEnded(up, () => {
      this.#isGone = true;
      this.#advance();
      this.#sink.gone();
    });
    // An error there needs no handling: the inmate's end shows in `up`.
    output.on('error', () => {});
  }

  /** From now on nothing is handed on. */
  stop(): void {
    this.#isStopped = true;
    this.#asides.clear();
    this.regulate(false);
  }

  /** @returns what is left at the end of the output: nothing, or bytes that never became a record */
  rest(): Buffer {
    return this.#splitter.end();
  }

  /** Reads on only while there is room for what is read. */
  regulate(hasRoom: boolean): void {
    const { output, up } = this.#link;
    setFlowing(output, hasRoom && !this.#isStopped && !this.#awaited);
    setFlowing(up, !this.#isStopped && this.#asides.length < (this.#awaited?.length ?? 0) + ASIDE_AHEAD_BYTES);
  }

  #advance(): void {
    if (this.#isStopped) return;
    if (this.#awaited) this.#settle(this.#awaited);
    while (!this.#isStopped && !this.#awaited) {
      const piece = this.#splitter.next();
      if (!piece) break;
      this.#pass(piece);
    }
    this.#sink.caughtUp();
  }

  #pass(piece: Piece): void {
    if (piece.kind === 'output') return this.#sink.printed(piece.bytes);
    this.#sink.recordStart(piece.header);
    if (piece.payload) this.#sink.record(piece.header, [piece.payload]);
    else this.#settle(piece.header);
  }

  #settle(header: RecordHeader): void {
    const payload = this.#asides.take(header.length);
    // An inmate that was killed while it wrote a payload leaves an incomplete record, which does not count.
    this.#awaited = payload || this.#isGone ? undefined : header;
    if (payload) this.#sink.record(header, payload);
  }
}

function setFlowing(stream: Readable, flowing: boolean): void {
  if (flowing === !stream.isPaused()) return;
  if (flowing) stream.resume();
  else stream.pause();
}
