import { EngineError } from '../errors/errors.ts';
import { formatDuration } from '../../text/words.ts';

/** Aborts its signal when nothing has happened for some time, or when another signal is aborted. */
export class IdleDeadline {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #onAbort = () => this.#controller.abort(this.#outer.reason);
  readonly #timer: NodeJS.Timeout;

  /**
   * @param ms of silence after which the signal is aborted
   * @param phase of the `EngineError` that is then the reason
   * @param message of that error
   */
  constructor(
    ms: number,
    phase: string,
    outer: AbortSignal,
    message = `the container engine has said nothing for ${formatDuration(ms)}`,
  ) {
    this.#outer = outer;
    this.#timer = setTimeout(() => this.#controller.abort(new EngineError(message, phase)), ms);
    outer.addEventListener('abort', this.#onAbort, { once: true });
    if (outer.aborted) this.#onAbort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something has happened. */
  touch(): void {
    this.#timer.refresh();
  }

  /** Ends the watch: the signal is not aborted any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#onAbort);
  }
}
