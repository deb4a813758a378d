import { Deferred } from '../deferred.ts';
import { toError } from '../errors.ts';
import type { WaitingJail } from './waitingJail.ts';

/** A jail that is about to be there. One dispatch may lay claim to it, and then gets it before anybody else. */
export class Claim {
  #claim: Deferred<WaitingJail | undefined> | undefined;

  /** Whether a dispatch has laid claim to it. */
  get isLaid(): boolean {
    return this.#claim !== undefined;
  }

  /**
   * Waits for it.
   *
   * @returns `undefined` where it does not come to be
   * @throws the signal's reason; then the claim is given up
   */
  async lay(signal: AbortSignal): Promise<WaitingJail | undefined> {
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
}
