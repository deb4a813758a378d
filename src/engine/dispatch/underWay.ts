import { CancelledError, ClosedError, toError, UsageError } from '../errors.ts';
import type { CloseOptions } from '../options.ts';
import { leavingError } from './leavingError.ts';
import { joinSignals } from './sharedSignal.ts';

/** The longest time that a timer of Node can wait, milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What is under way in a Hoosegow, so that closing it can wait for the end of it, or bring it about. */
export class UnderWay {
  /** What ends each: called with the reason. */
  readonly #tasks = new Set<(reason: Error) => void>();
  /** Keeps this process alive. */
  #hold: NodeJS.Timeout | undefined;
  #closed = false;
  #onIdle: () => void = () => undefined;

  /** @throws {ClosedError} */
  refuseIfClosed(): void {
    if (this.#closed) throw new ClosedError('it is closed: make a new Hoosegow for further work');
  }

  /**
   * @param cancel ends it
   * @returns what says that it has ended
   */
  begin(cancel: (reason: Error) => void): () => void {
    const task = (reason: Error): void => cancel(reason);
    // What is waited for may be told by connections that hold nothing up, such as those of containers that wait.
    this.#hold ??= setInterval(() => undefined, LONGEST_TIMER);
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
      if (this.#tasks.size > 0) return;
      clearInterval(this.#hold);
      this.#hold = undefined;
      this.#onIdle();
    };
  }

  /**
   * Does what is no dispatch.
   *
   * @param phase of what goes wrong in it and does not say
   * @throws {HoosegowError} and nothing else; a `CancelledError` where the signal was aborted
   */
  async run<T>(phase: string, outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.refuseIfClosed();
    const closing = new AbortController();
    const { signal, letGo } = joinSignals([outer, closing.signal]);
    const end = this.begin((reason) => closing.abort(reason));
    try {
      signal.throwIfAborted();
      return await work(signal);
    } catch (error) {
      if (!signal.aborted) throw leavingError(error, phase);
      const reason: unknown = signal.reason;
      throw new CancelledError(`cancelled: ${toError(reason).message}`, { cause: reason });
    } finally {
      letGo();
      end();
    }
  }

  /** Begins nothing from now on. Resolves when nothing is under way. @throws {UsageError} */
  async close({ drain = true, cancel = drain === false }: CloseOptions): Promise<void> {
    const patience = typeof drain === 'number' ? drain : undefined;
    if (patience !== undefined && !(patience >= 0 && patience <= LONGEST_TIMER)) {
      throw new UsageError(`drain must be true, or milliseconds from 0 to ${LONGEST_TIMER}, not ${patience}`);
    }
    this.#closed = true;
    if (cancel) this.#cancelAll();
    const timer = patience === undefined ? undefined : setTimeout(() => this.#cancelAll(), patience);
    while (this.#tasks.size > 0) {
      await new Promise<void>((resolve) => {
        const others = this.#onIdle;
        this.#onIdle = () => {
          others();
          resolve();
        };
      });
    }
    clearTimeout(timer);
  }

  #cancelAll(): void {
    for (const cancel of this.#tasks) cancel(new ClosedError('the Hoosegow was closed'));
  }
}
