import { Deferred } from '../async/deferred.ts';
import type { Loaded } from '../../wire/loadedSignal.ts';

/**
 * Milliseconds from its start in which an entrypoint says that it will report when the inmate is loaded. One that does
 * not know of that, an older or a foreign one, says nothing and counts as loaded.
 */
const QUIET = 2000;

/** `late`: not within its limit. `silent`: it does not report, and counts as loaded. `lost`: the jail is unusable. */
export type LoadState = 'loading' | 'loaded' | 'silent' | 'failed' | 'late' | 'lost';

/** Whether the inmate of a jail that waits is loaded. */
export class Loading {
  /** Settles with the first state that is not `loading`; never rejects. It may become `failed` after that. */
  readonly settled: Promise<LoadState>;
  readonly #limit: number;
  readonly #settled = new Deferred<LoadState>();
  #state: LoadState = 'loading';
  #hasSpoken = false;
  #timers: readonly NodeJS.Timeout[] = [];
  #onUseless: () => void = () => undefined;

  /** @param limit milliseconds from the start that loading may take */
  constructor(limit: number) {
    this.#limit = limit;
    this.settled = this.#settled.promise;
  }

  get state(): LoadState {
    return this.#state;
  }

  /** Whether a call finds the inmate loaded. */
  get isLoaded(): boolean {
    return this.#state === 'loaded' || this.#state === 'silent';
  }

  /** The jail has been started. @param isKnownToBeSilent whether its image never reports: then nothing is waited for */
  begin(isKnownToBeSilent: boolean): void {
    if (this.#state !== 'loading') return;
    this.#timers = [
      setTimeout(() => this.#hasSpoken || this.#settle('silent'), isKnownToBeSilent ? 0 : QUIET).unref(),
      setTimeout(() => this.#settle('late'), this.#limit).unref(),
    ];
  }

  /** The entrypoint has reported. */
  onLoaded(loaded: Loaded): void {
    this.#hasSpoken = true;
    if (loaded === true) this.#settle('loaded');
    else if (loaded === false) this.#fail();
  }

  /** No more reports will come. */
  over(): void {
    this.#settle('silent');
  }

  /** The jail is lost, which says nothing about its inmate. */
  lost(): void {
    this.#settle('lost');
  }

  /** @param listener called when no call can be made, or at once where that is known already */
  onUseless(listener: () => void): void {
    this.#onUseless = listener;
    if (this.#state === 'failed' || this.#state === 'late') listener();
  }

  /** A dispatch has the jail, or it is no longer needed: the limits of loading no longer apply. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#onUseless = () => undefined;
  }

  #settle(state: LoadState): void {
    if (this.#state !== 'loading') return;
    this.#state = state;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#settled.resolve(state);
    if (state === 'late') this.#onUseless();
  }

  /** Also after it was loaded: an error thrown since must not be raised by a call that has nothing to do with it. */
  #fail(): void {
    this.#settle('failed');
    this.#state = 'failed';
    this.#onUseless();
  }
}
