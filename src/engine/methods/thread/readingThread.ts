import { Worker } from 'node:worker_threads';
import { codeOf } from '../../../wire/thrown.ts';
import { Deferred } from '../../async/deferred.ts';
import { UsageError } from '../../errors/errors.ts';
import type { JobRequest, SourceAnswers, SourceJob, ThreadMessage } from './job.ts';
import type { Piece } from './piece.ts';
import type { ThreadLimits } from './limits.ts';
import { threadOptions } from './threadFile.ts';
import { threadTime } from './threadTime.ts';

/** Milliseconds between two checks of what a job has cost. */
const LOOK = 50;

/** A piece of work exceeded its limits, or ended the thread. */
export class TooCostly extends Error {
  /** `undefined` where none was begun. */
  readonly piece: Piece | undefined;
  /** What it does, as in "it takes …". */
  readonly why: string;
  constructor(piece: Piece | undefined, why: string) {
    super(why);
    this.piece = piece;
    this.why = why;
  }
}

/** A job has ended in an error of its own. */
export class JobFailure extends Error {
  readonly #isUsage: boolean;
  constructor(message: string, isUsage: boolean) {
    super(message);
    this.#isUsage = isUsage;
  }

  /** The error as the job's function threw it. */
  toThrow(): Error {
    return this.#isUsage ? new UsageError(this.message) : new Error(this.message);
  }
}

type Answer = SourceAnswers[SourceJob['kind']];

/** When something began: processor time of the thread and time of the clock, ms. */
interface Beginning {
  readonly time: number;
  readonly at: number;
}

interface Running {
  readonly done: Deferred<Answer>;
  readonly begun: Beginning;
  /** The piece of work under way. */
  piece: Piece | undefined;
  pieceBegun: Beginning;
}

/** A worker thread that does one job at a time. It keeps the process alive only while it works. */
export class ReadingThread {
  readonly #limits: ThreadLimits;
  readonly #worker: Worker;
  /** Resolves with the system's id of the thread. */
  readonly #ready = new Deferred<string | undefined>();
  #id: string | undefined;
  #running: Running | undefined;

  constructor(limits: ThreadLimits) {
    this.#limits = limits;
    const { file, ...options } = threadOptions();
    const resourceLimits = { maxOldGenerationSizeMb: limits.memory };
    this.#worker = new Worker(file, { ...options, resourceLimits, stdin: false });
    this.#worker.on('message', (message: ThreadMessage) => this.#onMessage(message));
    this.#worker.on('error', (error) => this.#onEnd(error));
    this.#worker.on('exit', () => this.#onEnd(new Error('the thread that reads sources has ended')));
    this.#ready.promise.catch(() => undefined);
  }

  /** @throws TooCostly, after which the thread is unusable; JobFailure; what keeps the thread from starting */
  async do(request: JobRequest): Promise<Answer> {
    this.#worker.ref();
    const timer = setInterval(() => this.#look(), LOOK);
    try {
      this.#id = await this.#ready.promise;
      const done = new Deferred<Answer>();
      const begun = this.#now();
      this.#running = { done, begun, piece: undefined, pieceBegun: begun };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      this.#worker.postMessage(request);
      return await done.promise;
    } finally {
      clearInterval(timer);
      this.#running = undefined;
      this.#worker.unref();
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #onMessage(message: ThreadMessage): void {
    const running = this.#running;
    switch (message.type) {
      case 'ready':
        return this.#ready.resolve(message.thread);
      case 'begins':
        if (running) Object.assign(running, { piece: message.piece, pieceBegun: this.#now() });
        return;
      case 'done':
        return running?.done.resolve(message.answer);
      case 'failed':
        return running?.done.reject(new JobFailure(message.message, message.isUsage));
    }
  }

  /** Other work of the process does not count as the source's cost. */
  #look(): void {
    const running = this.#running;
    if (!running) return;
    const { piece, pieceBegun, begun } = running;
    const limit = this.#limits.file + ((piece?.characters ?? 0) / 1e6) * this.#limits.megaCharacters;
    const now = this.#now();
    if (spent(pieceBegun, now) > limit || spent(begun, now) > this.#limits.job) {
      running.done.reject(new TooCostly(piece, 'takes too long to parse'));
    } else if (now.at - pieceBegun.at > this.#limits.silence) {
      running.done.reject(new TooCostly(piece, 'does not come to an end'));
    }
  }

  #now(): Beginning {
    return { time: threadTime(this.#id), at: performance.now() };
  }

  #onEnd(error: Error): void {
    this.#ready.reject(error);
    const isMemory = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
    const why = isMemory ? 'takes too much memory to parse' : `cannot be parsed: ${error.message}`;
    this.#running?.done.reject(new TooCostly(this.#running.piece, why));
  }
}

/** Processor time in between, ms: never more than the time that has passed. */
function spent(from: Beginning, to: Beginning): number {
  return Math.min(to.time - from.time, to.at - from.at);
}
