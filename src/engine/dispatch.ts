import type { DispatchEvent } from '../recording/event.ts';
import type { RecordingReader } from '../recording/recordingReader.ts';
import type { RecordingWriter } from '../recording/recordingWriter.ts';
import type { Outcome } from '../wire/outcome.ts';
import { Deferred } from './deferred.ts';
import { errorOf, raisedError } from './dispatchError.ts';
import { DispatchRun, type DispatchTask } from './dispatchRun.ts';
import { phaseOf, toError } from './errors.ts';
import type { HostAction } from './outcome.ts';
import { OutputStream, YieldStream } from './outputStream.ts';

/** A frame of the answer, or a piece of stderr, in the order of arrival. */
export type Frame = Extract<DispatchEvent, { type: 'stdout' | 'stderr' | 'yield' | 'return' | 'raise' }>;

/** All that a run needs but its callback, and where it is recorded. */
export interface PreparedDispatch {
  readonly task: Omit<DispatchTask, 'onTerminal' | 'recorder'>;
  readonly recorder: RecordingWriter;
  /** Called when the dispatch is over, its outcome recorded. */
  readonly release: () => void;
}

/**
 * A method call on an inmate, under way from the moment it is made.
 *
 * Await it for the result: it settles at the terminal frame, and throws what `errors` and `dispatchError` name. Iterate
 * it for frames: leaving the iteration early kills and removes the container. Every reader reads from the recording, at
 * its own pace, from the beginning.
 */
export class Dispatch implements PromiseLike<unknown> {
  /** How it ended: settles when the container is gone, or waits for another dispatch, and the recording whole; never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Standard output as one stream of bytes, child processes' included; it gives what there is, whatever the outcome. */
  readonly stdout = new OutputStream(() => this.#pieces('stdout'));
  readonly stderr = new OutputStream(() => this.#pieces('stderr'));
  /** What was yielded. It throws at the end what awaiting the dispatch would throw. */
  readonly yields = new YieldStream(() => this.#yielded());

  readonly #result = new Deferred<unknown>();
  readonly #recorder = new Deferred<RecordingWriter>();
  readonly #interrupt = new AbortController();
  #run: DispatchRun | undefined;
  #stopped: HostAction | undefined;
  #settled = false;
  #error: Error | undefined;

  /** @param prepare finds out what to run; aborted when the dispatch is cancelled before it is under way */
  constructor(prepare: (signal: AbortSignal) => Promise<PreparedDispatch>, signal?: AbortSignal) {
    const onAbort = (): void => this.cancel(toError(signal?.reason).message);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    this.outcome = this.#perform(prepare).finally(() => signal?.removeEventListener('abort', onAbort));
  }

  // oxlint-disable-next-line unicorn/no-thenable -- awaiting a dispatch for its result is what it is for
  then<R = unknown, E = never>(
    onfulfilled?: ((result: unknown) => R | PromiseLike<R>) | null,
    onrejected?: ((reason: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    return this.#result.promise.then(onfulfilled, onrejected);
  }

  catch<E = never>(onrejected?: ((reason: unknown) => E | PromiseLike<E>) | null): Promise<unknown> {
    return this.#result.promise.catch(onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<unknown> {
    return this.#result.promise.finally(onfinally);
  }

  /** Kills and removes the container, in whatever phase. `outcome` tells when it is gone. */
  cancel(message = 'by the caller'): void {
    if (this.#settled || this.#stopped) return;
    this.#stopped = { kind: 'cancel', message };
    this.#interrupt.abort(new Error(message));
    this.#run?.stop(this.#stopped);
  }

  /** A reader of the recording, also while it is written. Rejects where the dispatch never came to be recorded. */
  async reader(): Promise<RecordingReader> {
    return (await this.#recorder.promise).reader();
  }

  /** Everything that happens, lifecycle and outcome included. Leaving it early has no effect on the dispatch. */
  async *events(): AsyncGenerator<DispatchEvent, void> {
    const reader = await this.reader();
    yield* reader.events({ follow: true });
  }

  /** The frames; where the outcome is neither returned nor raised, it throws at the end what awaiting would throw. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void> {
    yield* this.#frames();
    const { outcome } = await this.outcome;
    if (outcome !== 'returned' && outcome !== 'raised') await this;
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
      await this.#abandon(`its output cannot be read: ${toError(error).message}`);
      throw error;
    } finally {
      if (!complete) await this.#abandon('the reader left before the end');
    }
  }

  async *#yielded(): AsyncGenerator<readonly unknown[], void> {
    for await (const frame of this.#frames()) if (frame.type === 'yield') yield frame.value;
    await this;
  }

  /** Output is what there is, however the dispatch ended. */
  async *#pieces(type: 'stdout' | 'stderr'): AsyncGenerator<Uint8Array, void> {
    for await (const frame of this.#frames()) if (frame.type === type) yield frame.value;
  }

  async #abandon(why: string): Promise<void> {
    this.cancel(why);
    await this.outcome;
  }

  async #perform(prepare: (signal: AbortSignal) => Promise<PreparedDispatch>): Promise<Outcome> {
    const outcome = await this.#prepareAndRun(prepare);
    this.#settled = true;
    const error = this.#error ?? errorOf(outcome);
    // After a terminal frame this changes nothing: the result has settled.
    if (error) this.#result.reject(error);
    return outcome;
  }

  async #prepareAndRun(prepare: (signal: AbortSignal) => Promise<PreparedDispatch>): Promise<Outcome> {
    let prepared: PreparedDispatch;
    try {
      prepared = await prepare(this.#interrupt.signal);
    } catch (thrown) {
      const error = toError(thrown);
      this.#recorder.reject(error);
      if (this.#stopped?.kind === 'cancel') return { outcome: 'cancelled', message: this.#stopped.message };
      this.#error = error;
      return { outcome: 'engine-failed', message: error.message, phase: phaseOf(error) };
    }
    const { task, recorder, release } = prepared;
    this.#recorder.resolve(recorder);
    const run = new DispatchRun({
      ...task,
      recorder,
      onTerminal: (content) => {
        if (content.type === 'return') this.#result.resolve(content.value);
        else this.#result.reject(raisedError(content.value));
      },
    });
    this.#run = run;
    if (this.#stopped) run.stop(this.#stopped);
    const outcome = await run.run();
    if (outcome.outcome === 'engine-failed') this.#error = run.error;
    recorder.rest();
    release();
    return outcome;
  }
}
