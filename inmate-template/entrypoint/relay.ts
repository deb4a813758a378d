import type { Readable, Writable } from 'node:stream';
import { encodeValue } from '../../src/wire/encodeValue.ts';
import { isTerminal, type Raise } from '../../src/wire/frame.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../src/wire/frameEncoder.ts';
import { encodeReady } from '../../src/wire/readyWord.ts';
import type { RequestOptions } from '../../src/wire/request.ts';
import { AsideQueue } from './asideQueue.ts';
import { encodeCall } from './call.ts';
import { microseconds } from './clock.ts';
import { onceEnded } from './ended.ts';
import { FrameWriter } from './frameWriter.ts';
import type { InmateLink } from './inmateLink.ts';
import type { RecordHeader } from './record.ts';
import { RecordSplitter, type Piece } from './recordSplitter.ts';
import { rehearseRelay } from './rehearsal.ts';
import { RequestPump } from './requestPump.ts';

/** How a relay ends, as its exit code; `bin/hoosegow` acts on it. */
export const RELAY_EXIT = { answered: 0, hostGone: 1, truncatedRequest: 2, noResult: 70 } as const;

export interface RelayHost {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Writes a line to standard error. */
  warn(line: string): void;
  /** Ends this process, whatever is still under way. */
  exit(code: number): void;
}

const STDOUT_FRAME_BYTES = 64 * 1024;
/** Bytes that may wait in memory for a record that has not been read yet. */
const ASIDE_AHEAD_BYTES = 64 * 1024;
/** Milliseconds that the host has for closing stdin after the answer. */
const CLOSING_MS = 5000;
/** Milliseconds after the deadline in which the host may take what was printed before. */
const DEADLINE_GRACE_MS = 1000;
/** Milliseconds without a request after which this waits for one, and has time to rehearse: no start is slowed by it. */
const WAITING_MS = 50;
/** Milliseconds that the inmate may take after its answer to say that it is at rest. */
const REST_MS = 500;
/** Milliseconds for the host to hear that no other call is taken, where it had been told the opposite. */
const LINGER_MS = 100;
const NOTHING = new Uint8Array(0);

/** Passes the request on to the inmate, and what comes from the inmate on to the host as frames. */
export function runRelay(link: InmateLink, host: RelayHost): void {
  new Relay(link, host).run();
}

class Relay {
  readonly #link: InmateLink;
  readonly #host: RelayHost;
  readonly #splitter: RecordSplitter;
  readonly #writer: FrameWriter;
  readonly #asides = new AsideQueue();
  /** Output that was read and not framed yet. */
  #printed: Buffer[] = [];
  /** The record whose payload is still coming in aside. */
  #awaited: RecordHeader | undefined;
  #origin: number | undefined;
  #lease = false;
  #reuse = false;
  #deadline: NodeJS.Timeout | undefined;
  #pump: RequestPump | undefined;
  /** From the terminal frame until it is known whether the inmate has come to rest: what ends the wait. */
  #settling: NodeJS.Timeout | undefined;
  /** Whether the host has been told that another request is taken, and none has come. */
  #isBetween = false;
  #inmateGone = false;
  #stdinEnded = false;
  #onStdinEnd = (): void => {};
  /** What this relay itself has to say when the inmate is gone without an answer. */
  #verdict: { readonly code: number; readonly raise?: Raise } = { code: RELAY_EXIT.noResult };
  #answered = false;

  constructor(link: InmateLink, host: RelayHost) {
    this.#link = link;
    this.#host = host;
    this.#splitter = new RecordSplitter(link.marker);
    this.#writer = new FrameWriter(host.stdout);
  }

  run(): void {
    const { output, up, down } = this.#link;
    output.on('data', (chunk: Buffer) => {
      if (this.#answered) return;
      this.#splitter.push(this.#link.end.take(chunk));
      this.#advance();
    });
    up.on('data', (chunk: Buffer) => {
      this.#asides.push(chunk);
      this.#advance();
    });
    onceEnded(up, () => this.#upEnded());
    // Whatever goes wrong there, the inmate's end shows in `up`.
    down.on('error', () => {});
    output.on('error', () => {});
    this.#host.stdout.on('error', () => this.#hostGone());
    this.#host.stdout.on('drain', () => this.#regulate());
    this.#pump = new RequestPump(this.#host.stdin, {
      request: (bytes, options) => this.#request(bytes, options),
      malformed: (message) => {
        this.#isBetween = false;
        this.#end({ code: RELAY_EXIT.answered, raise: protocolError(message) });
      },
      end: (complete) => this.#stdinEnd(complete),
    });
    setTimeout(() => void this.#rehearse(), WAITING_MS).unref();
  }

  async #rehearse(): Promise<void> {
    const isAsked = (): boolean => this.#origin !== undefined || this.#isBetween;
    const isOver = (): boolean => isAsked() || this.#answered || this.#inmateGone;
    await rehearseRelay(isOver);
    if (isOver()) return;
    this.#host.stdout.write('');
    this.#sendDown(microseconds(), NOTHING);
  }

  #sendDown(origin: number, request: Uint8Array): void {
    const { down, marker } = this.#link;
    down.cork();
    for (const part of encodeCall({ marker, origin, request })) down.write(part);
    down.uncork();
  }

  #request(request: Uint8Array, options: RequestOptions): void {
    if (this.#answered) return;
    this.#isBetween = false;
    this.#origin = microseconds();
    this.#lease = options.lease === true;
    this.#reuse = options.reuse === true;
    this.#sendDown(this.#origin, request);
    if (options.deadline !== undefined) this.#startDeadline(options.deadline);
  }

  #startDeadline(deadline: number): void {
    const passed = (): void => {
      if (!this.#answered) this.#host.warn(`hoosegow: the deadline of ${deadline} ms has passed`);
      this.#link.kill();
      const code = this.#answered ? RELAY_EXIT.answered : RELAY_EXIT.noResult;
      setTimeout(() => this.#host.exit(code), DEADLINE_GRACE_MS).unref();
    };
    this.#deadline = setTimeout(passed, Math.min(deadline, 2 ** 31 - 1)).unref();
  }

  #stdinEnd(complete: boolean): void {
    this.#stdinEnded = true;
    if (this.#isBetween) {
      this.#link.kill();
      this.#host.exit(RELAY_EXIT.answered);
    } else if (this.#settling) {
      this.#conclude();
    } else if (!complete) {
      this.#host.warn('hoosegow: stdin ended before the request was complete');
      this.#end({ code: RELAY_EXIT.truncatedRequest });
    } else if (this.#lease && !this.#answered) {
      this.#hostGone();
    } else if (this.#lease) {
      this.#onStdinEnd();
      // The answer should be with the host by now; where it is not, nobody reads any more.
      setTimeout(() => this.#hostGone(), CLOSING_MS).unref();
    }
  }

  #hostGone(): void {
    this.#link.kill();
    this.#host.exit(RELAY_EXIT.hostGone);
  }

  /** Ends the inmate; the verdict follows what it has printed until then. */
  #end(verdict: { readonly code: number; readonly raise?: Raise }): void {
    this.#verdict = verdict;
    this.#link.kill();
  }

  #upEnded(): void {
    this.#inmateGone = true;
    this.#advance();
    if (this.#settling || this.#isBetween) this.#disturb();
    else this.#link.end.begin(() => this.#outputOver());
  }

  #outputOver(): void {
    if (this.#answered) return;
    this.#printed.push(this.#splitter.end());
    this.#flushPrinted(this.#now());
    const { code, raise } = this.#verdict;
    if (raise) this.#writer.write(encodeFrameParts('raise', encodeValue(raise), this.#now()));
    this.#finish(code);
  }

  /** Handles what has come in, as far as it is complete. */
  #advance(): void {
    if (this.#answered) return;
    if (this.#awaited) this.#settle(this.#awaited);
    while (!this.#answered && !this.#awaited) {
      const piece = this.#splitter.next();
      if (!piece) break;
      this.#handle(piece);
    }
    this.#flushPrinted(this.#now());
    this.#writer.flush();
    this.#regulate();
  }

  #handle(piece: Piece): void {
    if (piece.kind === 'output') {
      if (this.#settling || this.#isBetween) this.#disturb();
      else this.#printed.push(piece.bytes);
      return;
    }
    // What stands before a record was printed before the record's own time, however late it was read.
    this.#flushPrinted(piece.header.at);
    if (piece.payload) this.#record(piece.header, [piece.payload]);
    else this.#settle(piece.header);
  }

  #settle(header: RecordHeader): void {
    const payload = this.#asides.take(header.length);
    // An inmate that was killed within a payload leaves a record that never happened.
    this.#awaited = payload || this.#inmateGone ? undefined : header;
    if (payload) this.#record(header, payload);
  }

  #record({ type, at }: RecordHeader, payload: readonly Buffer[]): void {
    if (type === 'rehearsal') return;
    if (type === 'rest') return this.#rest();
    if (this.#settling || this.#isBetween) return this.#disturb();
    const parts = encodeFrameParts(type, NOTHING, at);
    this.#writer.write(parts.flatMap<Uint8Array>((part) => (part === NOTHING ? payload : [part])));
    if (isTerminal(type)) this.#terminal();
  }

  #terminal(): void {
    if (!this.#reuse || this.#stdinEnded) return this.#conclude();
    clearTimeout(this.#deadline);
    this.#settling = setTimeout(() => this.#disturb(), REST_MS);
    if (this.#inmateGone) this.#disturb();
  }

  /** The call has left nothing behind in the inmate's process. */
  #rest(): void {
    if (!this.#settling) return;
    if (this.#link.hasStrangers()) return this.#disturb();
    clearTimeout(this.#settling);
    this.#settling = undefined;
    this.#isBetween = true;
    this.#origin = undefined;
    this.#writer.write([encodeReady(true)]);
    this.#pump?.next();
  }

  /** Something goes on after the end of a call: there will be no other. */
  #disturb(): void {
    if (this.#answered) return;
    if (this.#settling) {
      this.#writer.write([encodeReady(false)]);
      return this.#conclude();
    }
    this.#answered = true;
    this.#link.kill();
    this.#host.warn('hoosegow: what an earlier call had left behind did something, or ended the inmate');
    setTimeout(() => this.#host.exit(RELAY_EXIT.noResult), LINGER_MS);
  }

  #conclude(): void {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    this.#finish(RELAY_EXIT.answered);
    // Later than the answer, for it takes the kernel milliseconds to clear a process away.
    this.#link.kill();
  }

  #flushPrinted(at: number | undefined): void {
    for (const bytes of this.#printed) {
      for (let start = 0; start < bytes.length; start += STDOUT_FRAME_BYTES) {
        const payload = bytes.subarray(start, start + STDOUT_FRAME_BYTES);
        this.#writer.write(encodeStdoutParts(payload, this.#origin === undefined ? undefined : at));
      }
    }
    this.#printed = [];
  }

  /** Reads on where there is room, and only there. */
  #regulate(): void {
    const { output, up } = this.#link;
    setFlowing(output, !this.#answered && !this.#writer.full && !this.#awaited);
    setFlowing(up, !this.#answered && this.#asides.length < (this.#awaited?.length ?? 0) + ASIDE_AHEAD_BYTES);
  }

  /** The last frame is written: ends once the host has it. */
  #finish(code: number): void {
    this.#answered = true;
    this.#asides.clear();
    this.#writer.finish(() => {
      const answered = code === RELAY_EXIT.answered;
      if (!answered || !this.#lease || this.#stdinEnded) return this.#host.exit(code);
      // Docker may drop what it has not passed on when a container ends: the host closes stdin when it has read all.
      this.#onStdinEnd = () => this.#host.exit(code);
      setTimeout(() => this.#host.exit(code), CLOSING_MS);
    });
  }

  /** @returns microseconds since the request was decoded */
  #now(): number | undefined {
    return this.#origin === undefined ? undefined : microseconds() - this.#origin;
  }
}

function setFlowing(stream: Readable, flowing: boolean): void {
  if (flowing === !stream.isPaused()) return;
  if (flowing) stream.resume();
  else stream.pause();
}

function protocolError(message: string): Raise {
  return { class: 'ProtocolError', message, backtrace: [] };
}
