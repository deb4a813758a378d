import { CancelledError, ClosedError, toError, UsageError } from '../errors/errors.ts';
import type { CloseOptions } from '../options/options.ts';
import { leavingError } from '../dispatch/leavingError.ts';
import { joinSignals } from '../async/sharedSignal.ts';

/** The longest time that a timer of Node can wait, milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Members that are closed together. */
export interface Circle {
  /** @throws {HoosegowError} where all of them were closed */
  refuseIfClosed(): void;
  /** From now on the member has something under way. */
  enter(member: UnderWay): void;
  /** The member has nothing under way any more. */
  leave(member: UnderWay): void;
}

/** What is under way in a Hoosegow, so that closing it can wait for the end of it, or cancel it. */
export class UnderWay {
  readonly #circle: Circle | undefined;
  /** Functions that cancel each task: called with the reason. */
  readonly #tasks = new Set<(reason: Error) => void>();
  /** Keeps this process alive. */
  #hold: NodeJS.Timeout | undefined;
  #closed = false;
  #onIdle: () => void = () => undefined;

  /** @param circle that it belongs to; it is known there only while something is under way */
  constructor(circle?: Circle) {
    this.#circle = circle;
  }

  /** @throws {HoosegowError} */
  refuseIfClosed(): void {
    this.#circle?.refuseIfClosed();
    if (this.#closed) throw new ClosedError('it is closed: make a new Hoosegow for further work');
  }

  /**
   * @param cancel ends it
   * @returns a function to call when it has ended
   */
  begin(cancel: (reason: Error) => void): () => void {
    const task = (reason: Error): void => cancel(reason);
    // News may come over connections that do not keep the process alive, such as those of waiting containers.
    this.#hold ??= setInterval(() => undefined, LONGEST_TIMER);
    if (this.#tasks.size === 0) this.#circle?.enter(this);
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
      if (this.#tasks.size > 0) return;
      this.#circle?.leave(this);
      clearInterval(this.#hold);
      this.#hold = undefined;
      this.#onIdle();
    };
  }

  /**
   * Runs work that is not a dispatch.
   *
   * @param phase of an error that does not name one itself
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

  /** Accepts no more work. Resolves when nothing is under way. @throws {UsageError} */
  async close(options: CloseOptions): Promise<void> {
    checkDrain(options);
    const { drain = true, cancel = drain === false } = options;
    const patience = typeof drain === 'number' ? drain : undefined;
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

/** @throws {UsageError} for milliseconds that cannot be waited for */
export function checkDrain({ drain }: CloseOptions): void {
  if (typeof drain !== 'number' || (drain >= 0 && drain <= LONGEST_TIMER)) return;
  throw new UsageError(`drain must be true, or milliseconds from 0 to ${LONGEST_TIMER}, not ${drain}`);
}
