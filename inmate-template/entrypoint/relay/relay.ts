import type { Readable, Writable } from 'node:stream';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { isTerminal, type Raise, type TerminalType } from '../../../src/wire/frame.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../../src/wire/frameEncoder.ts';
import { encodeLoaded } from '../../../src/wire/loadedSignal.ts';
import { encodeReady } from '../../../src/wire/readySignal.ts';
import type { RequestOptions } from '../../../src/wire/request.ts';
import { encodeCall } from '../link/call.ts';
import { microseconds } from '../link/clock.ts';
import { FrameWriter } from './frameWriter.ts';
import type { InmateLink } from './inmateLink.ts';
import { InmateReader } from './inmateReader.ts';
import type { RecordHeader } from '../link/record.ts';
import { warmUpRelay } from './warmUp.ts';
import { RequestPump } from './requestPump.ts';

/** How a relay ends, as its exit code; `bin/hoosegow` acts on it. */
export const RELAY_EXIT = { answered: 0, hostGone: 1, truncatedRequest: 2, noResult: 70 } as const;

export interface RelayHost {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Whether the host wants to know, before its first request, when the inmate is loaded. */
  readonly isToldOfLoading: boolean;
  /** Writes a line to standard error. */
  warn(line: string): void;
  /** Ends this process, even with work under way. */
  exit(code: number): void;
}

const STDOUT_FRAME_BYTES = 64 * 1024;
/** Milliseconds that the host has for closing stdin after the answer. */
const CLOSING_MS = 5000;
/** Milliseconds after the deadline in which the host may take what was printed before. */
const DEADLINE_GRACE_MS = 1000;
/** Milliseconds without a request after which the relay warms up: it is waiting then, and no start is slowed by it. */
const WAITING_MS = 50;
/** Milliseconds that the turn of the event loop in which the method settled may take. */
const TURN_MS = 2000;
/** Milliseconds that the inmate may take after its answer to say that it is at rest. */
const REST_MS = 500;
/** Milliseconds for the host to hear that no other call is taken, where it had been told the opposite. */
const LINGER_MS = 100;
const NOTHING = new Uint8Array(0);

/** Passes the request on to the inmate, and what comes from the inmate on to the host as frames. */
export function runRelay(link: InmateLink, host: RelayHost): void {
  new Relay(link, host).run();
}

/**
 * Where a relay stands. `call`: before the terminal frame of a call, or before the first call. `settling`: after it, until
 * the inmate is known to be at rest. `between`: the host has been told that another request is taken. `over`: nothing
 * that the inmate does is passed on any more.
 */
type Phase = 'call' | 'settling' | 'between' | 'over';

/** A terminal frame that is held back: the output before it may not be complete. */
interface Held {
  readonly type: TerminalType;
  readonly payload: readonly Buffer[];
}

class Relay {
  readonly #link: InmateLink;
  readonly #host: RelayHost;
  readonly #inmate: InmateReader;
  readonly #writer: FrameWriter;
  #pump: RequestPump | undefined;
  #phase: Phase = 'call';
  /** Output that was read and not framed yet. */
  #printed: Buffer[] = [];
  #origin: number | undefined;
  #options: RequestOptions = {};
  #deadline: NodeJS.Timeout | undefined;
  #held: Held | undefined;
  #turnLimit: NodeJS.Timeout | undefined;
  #restLimit: NodeJS.Timeout | undefined;
  #stdinEnded = false;
  #onStdinEnd = (): void => {};
  /** What the relay itself reports when the inmate is gone without an answer. */
  #verdict: { readonly code: number; readonly raise?: Raise } = { code: RELAY_EXIT.noResult };

  constructor(link: InmateLink, host: RelayHost) {
    this.#link = link;
    this.#host = host;
    this.#writer = new FrameWriter(host.stdout);
    this.#inmate = new InmateReader(link, {
      printed: (bytes) => (this.#isBehindCall ? this.#disturb() : this.#printed.push(bytes)),
      // Output that stands before a record was printed before the record's own time, however late it was read.
      recordStart: ({ at }) => this.#flushPrinted(at),
      record: (header, payload) => this.#record(header, payload),
      caughtUp: () => this.#caughtUp(),
      gone: () => this.#inmateGone(),
    });
  }

  run(): void {
    this.#inmate.start();
    // An error there needs no handling: the inmate's end shows in `up`.
    this.#link.down.on('error', () => {});
    this.#host.stdout.on('error', () => this.#hostGone());
    this.#host.stdout.on('drain', () => this.#regulate());
    this.#pump = new RequestPump(this.#host.stdin, {
      // Before it is checked here: the inmate decodes it too, and is waited for.
      value: (bytes) => this.#call(bytes),
      request: (options) => this.#onOptions(options),
      malformed: (message) => this.#malformed(message),
      end: (complete) => this.#stdinEnd(complete),
    });
    setTimeout(() => void this.#warmUp(), WAITING_MS).unref();
  }

  async #warmUp(): Promise<void> {
    const isOver = (): boolean => this.#origin !== undefined || this.#phase !== 'call' || this.#inmate.isGone;
    await warmUpRelay(isOver);
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

  #call(request: Uint8Array): void {
    if (this.#phase === 'over') return;
    this.#phase = 'call';
    this.#origin = microseconds();
    this.#sendDown(this.#origin, request);
  }

  #onOptions(options: RequestOptions): void {
    if (this.#phase === 'over') return;
    this.#options = options;
    if (options.deadline !== undefined) this.#startDeadline(options.deadline);
  }

  #malformed(message: string): void {
    if (this.#phase === 'between') this.#phase = 'call';
    this.#origin = undefined;
    this.#end({ code: RELAY_EXIT.answered, raise: { class: 'ProtocolError', message, backtrace: [] } });
  }

  #startDeadline(deadline: number): void {
    const passed = (): void => {
      const isAnswered = this.#phase === 'over';
      if (!isAnswered) this.#host.warn(`hoosegow: the deadline of ${deadline} ms has passed`);
      this.#link.kill();
      const code = isAnswered ? RELAY_EXIT.answered : RELAY_EXIT.noResult;
      setTimeout(() => this.#host.exit(code), DEADLINE_GRACE_MS).unref();
    };
    this.#deadline = setTimeout(passed, Math.min(deadline, 2 ** 31 - 1)).unref();
  }

  #stdinEnd(complete: boolean): void {
    this.#stdinEnded = true;
    if (this.#phase === 'between') {
      this.#link.kill();
      this.#host.exit(RELAY_EXIT.answered);
    } else if (this.#phase === 'settling') {
      this.#conclude();
    } else if (!complete) {
      this.#host.warn('hoosegow: stdin ended before the request was complete');
      this.#end({ code: RELAY_EXIT.truncatedRequest });
    } else if (this.#options.lease) {
      if (this.#phase === 'call') return this.#hostGone();
      this.#onStdinEnd();
      // The answer should be with the host by now; otherwise the host no longer reads.
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

  #inmateGone(): void {
    if (this.#isBehindCall) this.#disturb();
    else if (this.#phase === 'call') this.#link.end.begin(() => this.#outputOver());
  }

  #outputOver(): void {
    if (this.#phase === 'over') return;
    this.#printed.push(this.#inmate.rest());
    this.#flushPrinted(this.#now());
    if (this.#held) return this.#turned(this.#now());
    const { code, raise } = this.#verdict;
    if (raise) this.#writer.write(encodeFrameParts('raise', encodeValue(raise), this.#now()));
    this.#finish(code);
  }

  #caughtUp(): void {
    this.#flushPrinted(this.#now());
    this.#writer.flush();
    this.#regulate();
  }

  #regulate(): void {
    this.#inmate.regulate(!this.#writer.full);
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

  #record({ type, at }: RecordHeader, payload: readonly Buffer[]): void {
    if (type === 'warm-up') return;
    if (type === 'loaded' || type === 'failed') return this.#tellLoaded(type === 'loaded');
    if (type === 'turned') return this.#turned(at);
    if (type === 'rest') {
      this.#turned(at);
      // Flushed before it is known whether another call is taken: looking for other processes takes a while.
      this.#writer.flush();
      return this.#rest();
    }
    // The inmate's own answer to a value that is not a request.
    if (this.#verdict.raise) return;
    if (this.#isBehindCall) return this.#disturb();
    if (isTerminal(type)) this.#hold({ type, payload });
    else this.#writeRecord(type, payload, at);
  }

  #tellLoaded(loaded: boolean): void {
    const isAsked = this.#origin !== undefined || this.#phase !== 'call';
    if (this.#host.isToldOfLoading && !isAsked && !this.#verdict.raise) this.#writer.write([encodeLoaded(loaded)]);
  }

  /** The first one counts, but an uncaught exception may still replace a result, within the turn. */
  #hold(held: Held): void {
    if (!this.#held || held.type === 'raise') this.#held = held;
    // An inmate whose turn never ends has settled all the same.
    this.#turnLimit ??= setTimeout(() => {
      this.#turned(this.#now());
      this.#caughtUp();
    }, TURN_MS);
  }

  #turned(at: number | undefined): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    clearTimeout(this.#turnLimit);
    this.#turnLimit = undefined;
    this.#flushPrinted(at);
    this.#writeRecord(held.type, held.payload, at);
    this.#terminal();
  }

  #writeRecord(type: 'yield' | TerminalType, payload: readonly Buffer[], at: number | undefined): void {
    const parts = encodeFrameParts(type, NOTHING, at);
    this.#writer.write(parts.flatMap<Uint8Array>((part) => (part === NOTHING ? payload : [part])));
  }

  #terminal(): void {
    if (!this.#options.reuse || this.#stdinEnded) return this.#conclude();
    clearTimeout(this.#deadline);
    this.#phase = 'settling';
    this.#restLimit = setTimeout(() => this.#disturb(), REST_MS);
    if (this.#inmate.isGone) this.#disturb();
  }

  /** Whether the answer is complete and the inmate lives on: then it should do nothing. */
  get #isBehindCall(): boolean {
    return this.#phase === 'settling' || this.#phase === 'between';
  }

  /** The call has left nothing behind in the inmate's process. */
  #rest(): void {
    if (this.#phase !== 'settling') return;
    if (this.#link.hasOtherProcesses()) return this.#disturb();
    clearTimeout(this.#restLimit);
    this.#phase = 'between';
    this.#origin = undefined;
    this.#writer.write([encodeReady(true)]);
    this.#pump?.next();
  }

  /** Something goes on after the end of a call: no other call is taken. */
  #disturb(): void {
    if (this.#phase === 'settling') {
      this.#writer.write([encodeReady(false)]);
      this.#conclude();
    } else if (this.#phase === 'between') {
      this.#stop();
      this.#link.kill();
      this.#host.warn('hoosegow: what an earlier call had left behind did something, or ended the inmate');
      setTimeout(() => this.#host.exit(RELAY_EXIT.noResult), LINGER_MS);
    }
  }

  #conclude(): void {
    clearTimeout(this.#restLimit);
    this.#finish(RELAY_EXIT.answered);
    // After the answer, as it takes the kernel milliseconds to clear a process away.
    this.#link.kill();
  }

  /** The last frame is written: ends once the host has it. */
  #finish(code: number): void {
    this.#stop();
    this.#writer.finish(() => {
      const answered = code === RELAY_EXIT.answered;
      if (!answered || !this.#options.lease || this.#stdinEnded) return this.#host.exit(code);
      // Docker may drop what it has not passed on when a container ends: the host closes stdin when it has read all.
      this.#onStdinEnd = () => this.#host.exit(code);
      setTimeout(() => this.#host.exit(code), CLOSING_MS);
    });
  }

  #stop(): void {
    this.#phase = 'over';
    this.#inmate.stop();
  }

  /** @returns microseconds since the request was decoded */
  #now(): number | undefined {
    return this.#origin === undefined ? undefined : microseconds() - this.#origin;
  }
}
