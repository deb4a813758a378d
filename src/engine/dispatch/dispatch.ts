import type { DispatchEvent } from '../../recording/event.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { Outcome } from '../../recording/outcome.ts';
import { Deferred } from '../async/deferred.ts';
import type { CallSite } from './callSite.ts';
import type { Frame } from './frame.ts';
import { leavingError } from './leavingError.ts';
import { onAborted } from '../async/sharedSignal.ts';
import { abortedBy, cancelled, type StopReason } from './stopReason.ts';
import { errorOf, raisedError } from '../errors/dispatchError.ts';
import { DispatchRun } from './dispatchRun.ts';
import type { DispatchRecorder, DispatchTask } from './dispatchTask.ts';
import { phaseOf, toError, type HoosegowError } from '../errors/errors.ts';
import type { DispatchInfo } from '../options/options.ts';
import { acted } from './outcome.ts';
import { OutputStream, YieldStream } from './outputStream.ts';

export type { Frame } from './frame.ts';

/** Where the call was made, and what may end it. */
export interface DispatchCall extends DispatchInfo {
  readonly site: CallSite;
  readonly signal?: AbortSignal | undefined;
  /** Called when it is over; `error` is what awaiting it throws, `undefined` where it returned. */
  readonly onEnd?: (outcome: Outcome, error: HoosegowError | undefined) => void;
}

/** The phase before it is known what to run. */
const BEFORE = 'build';

/**
 * A method call on an inmate, under way from the moment it is made.
 *
 * Await it for the result: it settles at the terminal frame, and throws what `errors` and `dispatchError` name. Iterate
 * it for frames: leaving the iteration early kills and removes the container. Every reader reads from the recording, at
 * its own pace, from the beginning, and throws at the end what awaiting would throw.
 *
 * A failure that is not handled is an `unhandledRejection` of the process, once. A caller that awaits the dispatch or
 * its outcome, reads its frames, events or one of its streams, or has cancelled it, handles it.
 */
export class Dispatch<
  Result = unknown,
  Yield extends readonly unknown[] = readonly unknown[],
> implements PromiseLike<Result> {
  readonly id: string;
  readonly method: string;
  /** Standard output as one stream of bytes, that of child processes included. */
  readonly stdout = new OutputStream(
    () => this.#pieces('stdout'),
    () => this.#result,
  );
  readonly stderr = new OutputStream(
    () => this.#pieces('stderr'),
    () => this.#result,
  );
  /** What was yielded. */
  readonly yields = new YieldStream<Yield>(() => this.#yielded());

  /** For the stack of what awaiting throws. */
  readonly #site: CallSite;
  readonly #result: Promise<Result>;
  readonly #recorder = new Deferred<DispatchRecorder>();
  readonly #interrupt = new AbortController();
  readonly #start = performance.now();
  readonly #outcome: Promise<Outcome>;
  #resolve: (result: unknown) => void = () => undefined;
  #reject: (error: HoosegowError) => void = () => undefined;
  #run: DispatchRun | undefined;
  #stopped: StopReason | undefined;
  #settled = false;
  readonly #took = new Deferred<number>();
  #error: HoosegowError | undefined;

  /** @param prepare finds out what to run; aborted when the dispatch is cancelled before it is under way */
  constructor(prepare: (signal: AbortSignal) => Promise<DispatchTask>, call: DispatchCall) {
    const { id, method, site, signal, onEnd } = call;
    this.id = id;
    this.method = method;
    this.#site = site;
    this.#result = new Promise((resolve, reject) => {
      // The type of a result is known only from the type that the caller has named for the inmate.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      this.#resolve = (result) => resolve(result as Result);
      this.#reject = reject;
    });
    const elapsed = (): number => performance.now() - this.#start;
    const forget = signal && onAborted(signal, () => this.#stop(abortedBy(signal.reason, elapsed())));
    this.#outcome = this.#perform(prepare).then((outcome) => {
      forget?.();
      onEnd?.(outcome, this.#error);
      return outcome;
    });
  }

  /** How it ended. Settles when the container is gone, or waits again, and the recording is complete; never rejects. */
  get outcome(): Promise<Outcome> {
    this.#heed();
    return this.#outcome;
  }

  /**
   * How long it took: milliseconds from sending the request to the result, or to the end where there was none. It
   * settles at the terminal frame, or with `outcome` where there was none; it never rejects, and is what the recording
   * says.
   */
  get took(): Promise<number> {
    this.#heed();
    return this.#took.promise;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- awaiting a dispatch for its result is what it is for
  then<R = Result, E = never>(
    onfulfilled?: ((result: Result) => R | PromiseLike<R>) | null,
    onrejected?: ((reason: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    return this.#result.then(onfulfilled, onrejected);
  }

  catch<E = never>(onrejected?: ((reason: unknown) => E | PromiseLike<E>) | null): Promise<Result | E> {
    return this.#result.catch(onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<Result> {
    return this.#result.finally(onfinally);
  }

  /**
   * Kills and removes the container, in any phase. `outcome` settles when it is gone.
   *
   * @param reason in words, or an error; it becomes the `cause` of what awaiting throws
   */
  cancel(reason?: unknown): void {
    this.#stop(cancelled(reason));
  }

  /** A reader of the recording, also while it is written. Rejects where the dispatch was never recorded. */
  async reader(): Promise<RecordingReader> {
    this.#heed();
    return (await this.#recorder.promise).reader();
  }

  /** Everything that happens, lifecycle and outcome included. Leaving it early has no effect on the dispatch. */
  async *events(): AsyncGenerator<DispatchEvent, void> {
    const reader = await this.reader();
    yield* reader.events({ follow: true });
  }

  /** The frames; it throws at the end what awaiting would throw. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Frame<Result, Yield>, void> {
    for await (const frame of this.#frames()) yield this.#typed(frame);
    await this.#result;
  }

  async *#frames(): AsyncGenerator<Frame, void> {
    let complete = false;
    try {
      for await (const event of this.events()) {
        if (event.type !== 'lifecycle' && event.type !== 'outcome') yield event;
      }
      complete = true;
    } catch (error) {
      complete = true;
      await this.#abandon(new Error(`its output cannot be read: ${toError(error).message}`, { cause: error }));
      throw error;
    } finally {
      if (!complete) await this.#abandon('the reader left before the end');
    }
  }

  async *#yielded(): AsyncGenerator<Yield, void> {
    for await (const frame of this) if (frame.type === 'yield') yield frame.value;
  }

  /** All output that there is, however the dispatch ended. */
  async *#pieces(type: 'stdout' | 'stderr'): AsyncGenerator<Uint8Array, void> {
    for await (const frame of this.#frames()) if (frame.type === type) yield frame.value;
  }

  #typed(frame: Frame): Frame<Result, Yield> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in the constructor
    return frame as Frame<Result, Yield>;
  }

  /** Marks a failure as handled: a reader of any part is told of it, or asks for it. */
  #heed(): void {
    this.#result.catch(() => undefined);
  }

  #stop(reason: StopReason): void {
    if (this.#settled || this.#stopped) return;
    this.#stopped = reason;
    const { action } = reason;
    // A caller that cancels it knows.
    if (action.kind === 'cancel') this.#heed();
    this.#interrupt.abort(new Error(action.kind === 'cancel' ? action.message : 'the signal timed out'));
    this.#run?.stop(action);
  }

  async #abandon(why: unknown): Promise<void> {
    this.cancel(why);
    await this.#outcome;
  }

  async #perform(prepare: (signal: AbortSignal) => Promise<DispatchTask>): Promise<Outcome> {
    let task: DispatchTask;
    try {
      task = await prepare(this.#interrupt.signal);
    } catch (thrown) {
      return this.#neverRan(thrown);
    }
    const { recorder, onTerminal, release } = task;
    this.#recorder.resolve(recorder);
    const run = new DispatchRun(task, (content) => {
      if (content.type === 'return') this.#resolve(content.value);
      else this.#reject((this.#error = this.#site.mark(raisedError(content.value))));
      this.#took.resolve(run.took);
      onTerminal?.();
    });
    this.#run = run;
    if (this.#stopped) run.stop(this.#stopped.action);
    const outcome = await run.run();
    this.#took.resolve(run.took);
    recorder.rest();
    release();
    this.#settled = true;
    const failed = outcome.outcome === 'engine-failed' ? run.error : undefined;
    const error = failed ?? errorOf(outcome, this.#stopped?.cause);
    // After a terminal frame it changes nothing: the result has settled.
    if (error) this.#reject((this.#error ??= this.#site.mark(error)));
    return outcome;
  }

  /** Ends a dispatch that has no recording. */
  #neverRan(thrown: unknown): Outcome {
    this.#settled = true;
    this.#took.resolve(performance.now() - this.#start);
    const outcome = this.#stopped ? acted(this.#stopped.action) : undefined;
    const error = outcome ? errorOf(outcome, this.#stopped?.cause) : undefined;
    const failure = this.#site.mark(error ?? leavingError(thrown, BEFORE));
    this.#error = failure;
    this.#recorder.reject(failure);
    this.#reject(failure);
    return outcome ?? { outcome: 'engine-failed', message: failure.message, phase: phaseOf(failure, BEFORE) };
  }
}
