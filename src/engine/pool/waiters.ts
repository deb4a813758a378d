import { Deferred } from '../async/deferred.ts';
import { toError } from '../errors/errors.ts';
import type { Checkout } from './checkout.ts';
import type { IdleJail } from './idleJail.ts';

interface Waiter {
  readonly jail: Deferred<IdleJail | undefined>;
  /** By which the jail may come back, and which counts from then on. */
  readonly checkout: Checkout | undefined;
  /** By `performance.now()`. */
  readonly since: number;
}

/** Dispatches that wait for a jail of the pool. The one that has waited longest gets the next one. */
export class Waiters {
  readonly #waiters = new Set<Waiter>();
  readonly #onLeave: () => void;

  /** @param onLeave called when one no longer waits, its dispatch being over */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** How long the first one has waited, milliseconds; 0 where none does. */
  get longest(): number {
    for (const { since } of this.#waiters) return performance.now() - since;
    return 0;
  }

  /**
   * Waits for a jail.
   *
   * @returns `undefined` where the dispatch is to make its own
   * @throws the signal's reason
   */
  async wait(signal: AbortSignal, checkout: Checkout | undefined): Promise<IdleJail | undefined> {
    const waiter: Waiter = { jail: new Deferred(), checkout, since: performance.now() };
    this.#waiters.add(waiter);
    // At once, and not when the dispatch resumes: in between, a jail would be given to no dispatch.
    const onAbort = (): void => {
      if (!this.#waiters.delete(waiter)) return;
      waiter.jail.reject(toError(signal.reason));
      this.#onLeave();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await waiter.jail.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** @param jail `undefined`: it is to make its own @returns whether there was one */
  give(jail: IdleJail | undefined): boolean {
    for (const waiter of this.#waiters) {
      this.#waiters.delete(waiter);
      waiter.checkout?.lend(jail);
      waiter.jail.resolve(jail);
      return true;
    }
    return false;
  }
}
