import { toError } from '../errors/errors.ts';
import { IdleJail, type WaitingOrder } from './idleJail.ts';

/** A jail in the making. */
export class Fill {
  /** Settles when it is made, with `undefined` where that failed; never rejects. */
  readonly made: Promise<IdleJail | undefined>;
  readonly #abort = new AbortController();
  #error: Error | undefined;

  constructor(order: Omit<WaitingOrder, 'signal'>) {
    this.made = IdleJail.make({ ...order, signal: this.#abort.signal }).catch((error: unknown) => {
      if (!this.isCancelled) this.#error = toError(error);
      return undefined;
    });
  }

  get isCancelled(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Why it could not be made. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** It is no longer needed. */
  cancel(): void {
    this.#abort.abort(new Error('it is no longer waited for'));
  }
}
