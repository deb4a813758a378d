import { Deferred } from '../async/deferred.ts';
import type { Loaded } from '../../wire/loadedSignal.ts';

/**
 * Milliseconds from its start in which an entrypoint says that it will tell when the inmate is loaded. One that does not
 * know of that, an older or a foreign one, says nothing and counts as loaded.
 */
const QUIET = 2000;

/** `late`: not within its limit. `silent`: nobody can tell, and it is taken for loaded. `lost`: the jail is of no use. */
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

  /** The jail has been started. @param isKnownToBeSilent whether its image says nothing: then that is not waited for */
  begin(isKnownToBeSilent: boolean): void {
    if (this.#state !== 'loading') return;
    this.#timers = [
      setTimeout(() => this.#hasSpoken || this.#settle('silent'), isKnownToBeSilent ? 0 : QUIET).unref(),
      setTimeout(() => this.#settle('late'), this.#limit).unref(),
    ];
  }

  /** The entrypoint has said something. */
  onLoaded(loaded: Loaded): void {
    this.#hasSpoken = true;
    if (loaded === true) this.#settle('loaded');
    else if (loaded === false) this.#fail();
  }

  /** Nothing more will be said. */
  over(): void {
    this.#settle('silent');
  }

  /** The jail is lost, which is no news of its inmate. */
  lost(): void {
    this.#settle('lost');
  }

  /** @param listener called when no call is to be made, be it before this or later */
  onUseless(listener: () => void): void {
    this.#onUseless = listener;
    if (this.#state === 'failed' || this.#state === 'late') listener();
  }

  /** A dispatch has the jail, or nobody wants it: its own limits hold from now on. */
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

  /** Also once it was loaded: what it has thrown since is not to be raised by a call that has nothing to do with it. */
  #fail(): void {
    this.#settle('failed');
    this.#state = 'failed';
    this.#onUseless();
  }
}
