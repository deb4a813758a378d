import { EngineError, toError, UsageError } from '../../errors/errors.ts';
import type { JobRequest, SourceAnswers, SourceJob } from './job.ts';
import type { Piece, Refused } from './piece.ts';
import { LIMITS, type ThreadLimits } from './limits.ts';
import { JobFailure, ReadingThread, TooCostly } from './readingThread.ts';

/** Files that one job may fail at, each reported as a problem; after that no more of the folder is read. */
const MAX_REFUSED = 3;

/** Texts that are known to cost too much. */
const MAX_REMEMBERED = 500;

type JobOf<Kind extends SourceJob['kind']> = Extract<SourceJob, { readonly kind: Kind }>;
type Answer = SourceAnswers[SourceJob['kind']];

/**
 * Reads sources in a separate thread, one after the other, within bounds of time and memory. A file that exceeds them
 * ends only that thread: it is reported as a problem, and another thread reads the rest.
 */
export class SourceReader {
  readonly #limits: ThreadLimits;
  /** Why texts are not read, by their keys; the oldest first. */
  readonly #costly = new Map<string, string>();
  #thread: ReadingThread | undefined;
  /** The job under way, and behind it those that wait. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(limits: ThreadLimits = LIMITS) {
    this.#limits = limits;
  }

  /** @throws UsageError where there is no inmate; EngineError where no thread can be started */
  read(job: JobOf<'methods'>): Promise<SourceAnswers['methods']>;
  read(job: JobOf<'inmate'>): Promise<SourceAnswers['inmate']>;
  read(job: JobOf<'places'>): Promise<SourceAnswers['places']>;
  read(job: SourceJob): Promise<Answer> {
    this.#waiting++;
    clearTimeout(this.#idle);
    const done = this.#last.then(() => this.#attempt(job)).finally(() => this.#onDone());
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Ends the thread; the next job starts another one. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#last;
    await this.#end();
  }

  async #attempt(job: SourceJob): Promise<Answer> {
    const pieces = new Map(this.#costly);
    let refused: Refused = { pieces, all: undefined };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#run({ job, refused });
      } catch (error) {
        if (!(error instanceof TooCostly)) throw error instanceof JobFailure ? error.toThrow() : error;
        await this.#end();
        const { piece, why } = error;
        if (piece) this.#remember(piece, why);
        if (!piece || job.kind === 'places' || pieces.has(piece.key) || refused.all !== undefined) {
          throw new UsageError(`the source ${nameOf(job)} is not read: it ${why}`);
        }
        pieces.set(piece.key, `is not read: it ${why}`);
        if (attempt > MAX_REFUSED) refused = { pieces, all: 'is not read: other files of the inmate cost too much' };
      }
    }
  }

  async #run(request: JobRequest): Promise<Answer> {
    try {
      this.#thread ??= new ReadingThread(this.#limits);
      return await this.#thread.do(request);
    } catch (error) {
      if (error instanceof TooCostly || error instanceof JobFailure) throw error;
      await this.#end();
      throw new EngineError(`no source can be read: ${toError(error).message}`, 'start', { cause: error });
    }
  }

  /** Remembers texts, which cost the same each time, but not files: what they hold may change. */
  #remember({ key, characters }: Piece, why: string): void {
    if (characters === 0) return;
    this.#costly.set(key, `is not read: it ${why}`);
    const [oldest] = this.#costly.keys();
    if (this.#costly.size > MAX_REMEMBERED && oldest !== undefined) this.#costly.delete(oldest);
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }

  #onDone(): void {
    this.#waiting--;
    if (this.#waiting > 0) return;
    this.#idle = setTimeout(() => void this.#end(), this.#limits.idle);
    this.#idle.unref();
  }
}

function nameOf(job: SourceJob): string {
  return job.kind === 'places' ? 'that is open' : `of ${job.inmateDir}`;
}

/** The reader of this process: its thread starts with the first source, and ends when there is nothing to read. */
export const sourceReader = new SourceReader();
