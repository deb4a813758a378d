import { availableParallelism } from 'node:os';
import type { ContainerHost } from '../hosts/containerHost.ts';
import type { Fill } from './fill.ts';
import type { Checkout } from './checkout.ts';
import { Waiters } from './waiters.ts';
import type { IdleJail } from './idleJail.ts';

/** What a waiting jail is made from. */
export interface JailKind {
  readonly host: ContainerHost;
  readonly image: string;
}

/** Jails that are made at the same time: more only wait for each other's processor. */
export const MAX_FILLS = Math.max(2, availableParallelism());
/** Dispatches in a row whose jail did not say whether it takes another request, after which none is asked any more. */
const MAX_SILENCES = 2;
/**
 * Milliseconds to wait for a jail to say whether it takes another request: one whose entrypoint may not know of that,
 * and one whose entrypoint has said it before. That one always says it, and takes long only where the machine is busy.
 */
const WORD_PATIENCE = 1000;
const KNOWN_WORD_PATIENCE = 5000;
/**
 * Milliseconds that a dispatch waits at least for a jail to come back before it makes its own, and how many times as
 * long as making one takes: on a busy machine both take longer.
 */
const MIN_PATIENCE = 250;
const PATIENCE_OVER_MAKING = 2;

/**
 * What is on its way to the dispatches of one image: jails in the making, and those that are with dispatches and may
 * come back. A dispatch that finds none waits in line for the next one, where that is worth it.
 */
export class Supply {
  readonly kind: JailKind;
  readonly fills = new Set<Fill>();
  /** Dispatches that have a jail, or make one, which may come back. */
  readonly checkouts = new Set<Checkout>();
  readonly #waiters: Waiters;
  /** Where jails come back: how many there must be before a dispatch waits for one of them; else 0. */
  readonly #enough: number;
  #patience = MIN_PATIENCE;
  #timer: NodeJS.Timeout | undefined;
  #silences = 0;
  /** Whether a jail has ever said whether it takes another request. */
  #knowsReuse = false;
  /** Whether the image's entrypoint does not report loading. */
  isSilent = false;
  /** How many callers wait for jails whose inmate is loaded. */
  #warming = 0;
  #failure: Promise<Error> | undefined;

  constructor(kind: JailKind, enough: number) {
    this.kind = kind;
    this.#enough = enough;
    this.#waiters = new Waiters(() => this.#rest());
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  /** Jails in the making that no dispatch waits for. */
  get spare(): number {
    return Math.max(0, this.#making - this.#waiters.size);
  }

  /** Jails that cannot be taken now but count as kept: where jails come back, also those that dispatches have. */
  get kept(): number {
    return this.#enough > 0 ? this.checkouts.size + this.#making : this.spare;
  }

  /** A caller waits for jails with their inmate loaded: earlier failures do not count. @returns what ends that */
  beginWarming(): () => void {
    this.#warming++;
    this.#failure = undefined;
    return () => void this.#warming--;
  }

  /** Whether a caller waits to know why there is none. */
  get asksWhy(): boolean {
    return this.#warming > 0 && !this.#failure;
  }

  /** The first failure counts. */
  fail(failure: Promise<Error>): void {
    this.#failure ??= failure;
  }

  /** @returns why no jail, or none with its inmate loaded, could be made since a caller waits for some */
  failed(): Promise<Error> | undefined {
    return this.#failure;
  }

  /** Milliseconds worth waiting for a jail to say whether it takes another request; 0: not at all. */
  get wordPatience(): number {
    if (this.#knowsReuse) return KNOWN_WORD_PATIENCE;
    return this.#silences < MAX_SILENCES ? WORD_PATIENCE : 0;
  }

  onWord(anything: boolean): void {
    if (anything) this.#knowsReuse = true;
    else this.#silences++;
  }

  /** How long it took to make a jail, milliseconds. */
  tookToMake(milliseconds: number): void {
    this.#patience = Math.max(MIN_PATIENCE, PATIENCE_OVER_MAKING * milliseconds);
  }

  /**
   * The next jail, for the dispatch that has waited longest.
   *
   * @returns `undefined` where the dispatch is better off with one of its own
   * @throws the signal's reason
   */
  async next(signal: AbortSignal, checkout: Checkout | undefined): Promise<IdleJail | undefined> {
    if (!this.#isWorthWaiting(this.#waiters.size)) {
      checkout?.lend(undefined);
      return undefined;
    }
    const jail = this.#waiters.wait(signal, checkout);
    this.#lookLater();
    return jail;
  }

  /** @returns whether a waiting dispatch has it now */
  give(jail: IdleJail): boolean {
    const isGiven = this.#waiters.give(jail);
    this.#rest();
    return isGiven;
  }

  /** A jail that was to come does not: a dispatch that waits in vain makes its own. */
  shrink(): void {
    while (this.#waiters.size > 0 && !this.#isWorthWaiting(this.#waiters.size - 1)) this.#waiters.give(undefined);
    this.#rest();
  }

  /** Cancels jails in the making that no dispatch waits for. @param wanted how many of them may stay */
  retire(wanted: number): void {
    for (const fill of [...this.fills].toReversed()) if (this.spare > wanted) fill.cancel();
  }

  get #making(): number {
    let making = 0;
    for (const { isCancelled } of this.fills) if (!isCancelled) making++;
    return making;
  }

  /** Jails that may be there at any moment. */
  get #coming(): number {
    return this.#making + [...this.checkouts].filter(({ isAwaited }) => isAwaited).length;
  }

  /** @param before dispatches that are ahead in the line */
  #isWorthWaiting(before: number): boolean {
    if (before < this.#coming) return true;
    return this.#enough > 0 && this.wordPatience > 0 && this.checkouts.size + this.#making >= this.#enough;
  }

  /** Calls may take so long that no jail comes back soon: then one dispatch makes its own, and another one later. */
  #lookLater(): void {
    if (this.#enough === 0 || this.#timer) return;
    const wait = Math.max(1, this.#patience - this.#waiters.longest);
    this.#timer = setTimeout(() => this.#look(), wait).unref();
  }

  #look(): void {
    this.#timer = undefined;
    // On a busy machine, a jail in the making is ready sooner than one that is begun now.
    let many = Math.min(MAX_FILLS, this.#waiters.size - this.#coming);
    for (; many > 0 && this.#waiters.longest >= this.#patience; many--) this.#waiters.give(undefined);
    if (this.#waiters.size === 0) return;
    // Late ones that are left: jails are on their way to them, or others are making theirs first.
    const isLate = this.#waiters.longest >= this.#patience;
    if (isLate) this.#timer = setTimeout(() => this.#look(), this.#patience).unref();
    else this.#lookLater();
  }

  #rest(): void {
    if (this.#waiters.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
