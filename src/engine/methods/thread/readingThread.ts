import { Worker } from 'node:worker_threads';
import { Deferred } from '../../deferred.ts';
import { UsageError } from '../../errors.ts';
import type { JobRequest, SourceAnswers, SourceJob, ThreadMessage } from './job.ts';
import type { Piece } from './piece.ts';
import type { ThreadLimits } from './limits.ts';
import { threadOptions } from './threadFile.ts';

/** Milliseconds between two looks at what a job has cost. */
const LOOK = 50;

/** A piece of work took more than its share, or ended the thread. */
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

/** The piece of work under way, and when it began: in processor time of the process and by the clock, ms. */
interface Step {
  readonly piece: Piece | undefined;
  readonly begun: number;
  readonly at: number;
}

interface Running {
  readonly done: Deferred<Answer>;
  /** Processor time of the process when the job began, ms. */
  readonly begun: number;
  now: Step;
}

/** A worker thread that does one job at a time. It keeps no process alive but while it works. */
export class ReadingThread {
  readonly #limits: ThreadLimits;
  readonly #worker: Worker;
  readonly #ready = new Deferred<void>();
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

  /** @throws TooCostly, after which the thread is of no use; JobFailure; what keeps the thread from starting */
  async do(request: JobRequest): Promise<Answer> {
    this.#worker.ref();
    const timer = setInterval(() => this.#look(), LOOK);
    try {
      await this.#ready.promise;
      const done = new Deferred<Answer>();
      const now = stepOf(undefined);
      this.#running = { done, begun: now.begun, now };
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
        return this.#ready.resolve();
      case 'begins':
        if (running) running.now = stepOf(message.piece);
        return;
      case 'done':
        return running?.done.resolve(message.answer);
      case 'failed':
        return running?.done.reject(new JobFailure(message.message, message.isUsage));
    }
  }

  /** What the process has computed meanwhile is an upper bound of what the thread has. */
  #look(): void {
    const running = this.#running;
    if (!running) return;
    const now = processorTime();
    const { piece, begun, at } = running.now;
    const limit = this.#limits.file + ((piece?.characters ?? 0) / 1e6) * this.#limits.megaCharacters;
    if (now - begun > limit || now - running.begun > this.#limits.job) {
      running.done.reject(new TooCostly(piece, 'takes too long to parse'));
    } else if (performance.now() - at > this.#limits.silence) {
      running.done.reject(new TooCostly(piece, 'does not come to an end'));
    }
  }

  #onEnd(error: Error): void {
    this.#ready.reject(error);
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const why = isMemory ? 'takes too much memory to parse' : `cannot be parsed: ${error.message}`;
    this.#running?.done.reject(new TooCostly(this.#running.now.piece, why));
  }
}

function stepOf(piece: Piece | undefined): Step {
  return { piece, begun: processorTime(), at: performance.now() };
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
