import { Deferred } from '../deferred.ts';
import { toError } from '../errors.ts';
import { WaitingJail, type WaitingOrder } from './waitingJail.ts';

/** A jail in the making. A dispatch may lay claim to it, and then gets it before anybody else. */
export class Fill {
  /** Settles when it is made, with `undefined` where that failed; never rejects. */
  readonly made: Promise<WaitingJail | undefined>;
  readonly #abort = new AbortController();
  #claim: Deferred<WaitingJail | undefined> | undefined;
  #error: Error | undefined;

  constructor(order: Omit<WaitingOrder, 'signal'>) {
    this.made = WaitingJail.make({ ...order, signal: this.#abort.signal }).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) this.#error = toError(error);
      return undefined;
    });
  }

  /** Whether a dispatch may lay claim to it. */
  get free(): boolean {
    return this.#claim === undefined && !this.#abort.signal.aborted;
  }

  /** Why it could not be made. */
  get error(): Error | undefined {
    return this.#error;
  }

  /**
   * Waits for it.
   *
   * @returns `undefined` where it could not be made
   * @throws the signal's reason; then the claim is given up
   */
  async claim(signal: AbortSignal): Promise<WaitingJail | undefined> {
    signal.throwIfAborted();
    const claim = new Deferred<WaitingJail | undefined>();
    this.#claim = claim;
    // At once, and not when whoever waits comes round to it: in between the jail would be given to nobody.
    const onAbort = (): void => {
      this.#claim = undefined;
      claim.reject(toError(signal.reason));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await claim.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** @returns whether somebody had laid claim to it, and has it now */
  give(jail: WaitingJail | undefined): boolean {
    this.#claim?.resolve(jail);
    return this.#claim !== undefined;
  }

  /** Nobody wants it any more. */
  cancel(): void {
    this.#abort.abort(new Error('nobody waits for it any more'));
  }
}
