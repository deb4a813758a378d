import { AnswerDecoder } from '../../wire/answer/answerDecoder.ts';
import type { AnswerFrame } from '../../wire/answer/answerSink.ts';
import type { Lifecycle } from '../../recording/event.ts';
import type { Channel } from '../../wire/channel.ts';
import type { Cut } from '../../wire/answer/demultiplexer.ts';
import type { Fault, Violation } from '../../wire/msgpack/fault.ts';
import { isTerminal, type FrameContent } from '../../wire/frame.ts';
import type { Outcome, OutputLimitOutcome } from '../../recording/outcome.ts';
import type { JailSink } from '../hosts/containerHost.ts';
import type { DispatchLimits } from '../options/options.ts';
import { StderrTail } from './stderrTail.ts';

/** A terminal frame, decoded. */
export type TerminalContent = Extract<FrameContent, { type: 'return' | 'raise' }>;

/** Where everything that arrives is recorded. Times are milliseconds since the start of the dispatch. */
export interface Recorder {
  bytes(channel: Channel, chunk: Uint8Array, t: number): void;
  lifecycle(step: Lifecycle, t: number): void;
  outcome(outcome: Outcome, t: number): void;
}

/** What the intake tells the run of the dispatch, at once. */
export interface IntakeEvents {
  terminal(content: TerminalContent): void;
  /** The container says whether it takes another request, and nothing follows that. */
  ready(takesAnother: boolean): void;
  violation(violation: Violation): void;
  limitPassed(setting: OutputLimitOutcome['setting'], limit: number): void;
  /** The daemon wrote an error of its own into the stream. */
  daemonError(text: string): void;
  recordingFailed(error: unknown): void;
}

/**
 * Takes in the answer as it arrives: every byte goes to the recording, and through the decoder, which looks for the
 * terminal frame and for what must end the dispatch. It never pauses and never throws.
 */
export class AnswerIntake implements JailSink {
  readonly #recorder: Recorder;
  readonly #clock: () => number;
  readonly #limits: DispatchLimits;
  readonly #events: IntakeEvents;
  readonly #decoder: AnswerDecoder;
  readonly #stderrTail = new StderrTail();
  #received = 0;
  #omitted = 0;
  #recordingFailed = false;
  #over = false;
  #isReadyTold = false;
  /** By the clock: when the request was handed over, the chunk at hand arrived, the terminal frame and the outcome came. */
  #requestedAt = 0;
  #arrivedAt = 0;
  #terminalAt: number | undefined;
  #endedAt = 0;
  #terminal: TerminalContent | undefined;
  #violation: Violation | undefined;
  #truncated: Violation | undefined;

  /** @param reuse whether the container was asked to say whether it takes another request */
  constructor(
    recorder: Recorder,
    clock: () => number,
    limits: DispatchLimits,
    events: IntakeEvents,
    reuse: boolean = false,
  ) {
    this.#recorder = recorder;
    this.#clock = clock;
    this.#limits = limits;
    this.#events = events;
    this.#decoder = new AnswerDecoder(
      {
        frame: (frame) => this.#onFrame(frame),
        stderr: (bytes) => this.#stderrTail.push(bytes),
        daemonError: (bytes) => events.daemonError(Buffer.from(bytes).toString().trim()),
        fault: (fault) => this.#onFault(fault),
      },
      { limits, reuse, collect: isTerminal },
    );
  }

  get terminal(): TerminalContent | undefined {
    return this.#terminal;
  }

  /** Bytes that are not the protocol, or anything after the terminal frame. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** Set by `end` where the answer ended inside a frame. */
  get truncated(): Violation | undefined {
    return this.#truncated;
  }

  get heapExhausted(): boolean {
    return this.#stderrTail.heapExhausted;
  }

  get isForeignProgram(): boolean {
    return this.#stderrTail.isForeignProgram;
  }

  /** Bytes past the limit: read, because reading never pauses, but not kept. */
  get omitted(): number {
    return this.#omitted;
  }

  /** Milliseconds from the request to the terminal frame, or to the outcome: as a reader of the recording finds them. */
  get took(): number {
    return Math.max(0, (this.#terminalAt ?? this.#endedAt) - this.#requestedAt);
  }

  bytes(channel: Channel, chunk: Uint8Array): void {
    // A container host that was given up may still send.
    if (this.#over) return;
    const room = this.#limits.outputBytes - this.#received;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#received += kept.length;
    this.#omitted += chunk.length - kept.length;
    if (kept.length > 0) {
      const t = (this.#arrivedAt = this.#clock());
      this.#write(() => this.#recorder.bytes(channel, kept, t));
      this.#decoder.push(channel, kept);
    }
    if (kept.length < chunk.length) this.#events.limitPassed('outputBytes', this.#limits.outputBytes);
    this.#tellReady();
  }

  /** Only once the whole chunk was looked at: what follows the container's word may make it worthless. */
  #tellReady(): void {
    const { ready, fault } = this.#decoder;
    if (ready === undefined || fault || this.#isReadyTold) return;
    this.#isReadyTold = true;
    this.#events.ready(ready);
  }

  record(step: Lifecycle): void {
    const t = this.#clock();
    if (step.event === 'requested') this.#requestedAt = t;
    this.#write(() => this.#recorder.lifecycle(step, t));
  }

  recordOutcome(outcome: Outcome): void {
    const t = (this.#endedAt = this.#clock());
    this.#write(() => this.#recorder.outcome(outcome, t));
    this.#over = true;
  }

  /** @returns where the stream was cut, if it ended inside a Docker frame */
  end(): Cut | undefined {
    const { truncated, cut } = this.#decoder.end();
    this.#truncated = truncated;
    return cut;
  }

  #onFrame({ content }: AnswerFrame): void {
    if (content?.type !== 'return' && content?.type !== 'raise') return;
    this.#terminal = content;
    this.#terminalAt = this.#arrivedAt;
    this.#events.terminal(content);
  }

  #onFault(fault: Fault): void {
    if (fault.kind === 'limit') return this.#events.limitPassed(fault.setting, fault.limit);
    this.#violation ??= fault;
    this.#events.violation(fault);
  }

  /** A recording that failed is not continued: what comes later would have a gap before it. */
  #write(write: () => void): void {
    if (this.#recordingFailed) return;
    try {
      write();
    } catch (error) {
      this.#recordingFailed = true;
      this.#events.recordingFailed(error);
    }
  }
}
