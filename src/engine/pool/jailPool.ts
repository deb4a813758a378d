import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { ContainerHost } from '../containerHost.ts';
import type { ContainerCallbacks } from '../options.ts';
import { Fill } from './fill.ts';
import { Loan, type Lender } from './loan.ts';
import type { PoolBounds } from './poolOptions.ts';
import { Setbacks } from './setbacks.ts';
import type { WaitingJail } from './waitingJail.ts';

/** What a waiting jail is to be made from. */
export interface JailKind {
  readonly host: ContainerHost;
  readonly image: string;
}

export interface JailPoolOptions extends PoolBounds {
  /** Milliseconds that a jail must be allowed to live on when it is taken. */
  readonly lifetime: number;
  readonly callbacks: ContainerCallbacks;
}

/** Jails that are made at the same time: more only wait for each other's processor. */
const MAX_FILLS = Math.max(2, availableParallelism());
/** Dispatches in a row whose jail did not say whether it takes another request, after which none is asked any more. */
const MAX_SILENCES = 2;
/** Milliseconds after a jail was taken in which the dispatch has the machine for itself, unless it ends before. */
const REFILL_DELAY = 100;

/**
 * Keeps jails waiting for dispatches of one image, the last one that was asked for.
 *
 * How many it keeps follows the demand: one more for each dispatch that found none, one fewer for each jail that waited
 * in vain. It makes new ones only when there was demand, so that it is empty after a long idle time. Where jails come
 * back, those that are with dispatches count as kept.
 */
export class JailPool implements Lender {
  readonly #options: JailPoolOptions;
  readonly #setbacks = new Setbacks();
  /** Those that can be taken, the oldest first, each with the timer that ends its wait. */
  readonly #ready = new Map<WaitingJail, NodeJS.Timeout>();
  readonly #fills = new Set<Fill>();
  readonly #loans = new Set<Loan>();
  readonly #leaving = new Set<Promise<void>>();
  #kind: JailKind | undefined;
  #target = 0;
  #silences = 0;
  #refillTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: JailPoolOptions) {
    this.#options = options;
  }

  /** How many can be taken at once. */
  get ready(): number {
    return this.#ready.size;
  }

  /**
   * Takes a jail that waits, or the next one that is about to. It is the caller's from then on.
   *
   * @param lifetime milliseconds that it must be allowed to live on
   * @param loan by which it may come back
   * @returns `undefined` where the caller is better off with one of its own
   * @throws the signal's reason
   */
  async take(kind: JailKind, lifetime: number, signal: AbortSignal, loan?: Loan): Promise<WaitingJail | undefined> {
    signal.throwIfAborted();
    if (this.#closed || this.#options.size === 0) return undefined;
    this.turnTo(kind);
    const jail = this.#next(lifetime);
    if (jail) {
      this.#setbacks.clear();
      this.#refillTimer ??= setTimeout(() => this.refill(), REFILL_DELAY).unref();
    }
    const taken = jail ?? (await this.#nextToCome(lifetime, signal));
    if (taken) loan?.lend(taken);
    return taken;
  }

  /** For a dispatch whose jail may come back; `undefined` where each takes one dispatch. */
  lend({ image }: JailKind): Loan | undefined {
    if (!this.reuses) return undefined;
    const loan = new Loan(image, this);
    this.#loans.add(loan);
    return loan;
  }

  /** Whether jails come back. */
  get reuses(): boolean {
    return this.#options.reuse > 1 && this.#options.size > 0;
  }

  /** How long a jail has to be allowed to live that may be kept: it may wait for as long as `idle` more than once. */
  lifetimeToKeep(lifetime: number): number {
    return 2 * this.#options.idle + lifetime;
  }

  isAnswered(): boolean {
    return this.#silences < MAX_SILENCES;
  }

  heard(anything: boolean): void {
    this.#silences = anything ? 0 : this.#silences + 1;
  }

  takeBack(loan: Loan, jail: WaitingJail): boolean {
    const { reuse, lifetime, size } = this.#options;
    const isWanted =
      !this.#closed && loan.image === this.#kind?.image && (loan.claim.isLaid || this.#ready.size < size);
    if (!isWanted || jail.lost || jail.served + 1 >= reuse || jail.lifetimeLeft < lifetime) return false;
    this.#loans.delete(loan);
    jail.comeBack();
    if (!loan.claim.give(jail)) this.#keep(jail);
    return true;
  }

  writeOff(loan: Loan): void {
    if (!this.#loans.delete(loan)) return;
    loan.claim.give(undefined);
    if (loan.hasResult) this.refill();
  }

  /** Drops at once what waits for another image. */
  turnTo(kind: JailKind): void {
    if (kind.image === this.#kind?.image) return;
    this.#dropAll();
    this.#kind = kind;
    this.#silences = 0;
    this.#setbacks.clear();
  }

  /** Makes what is missing, in the background. To be called when a dispatch has shown that its image works. */
  refill(): void {
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
    const kind = this.#kind;
    if (this.#closed || !kind || this.#setbacks.resting) return;
    let missing = this.#target - this.#ready.size - this.#free().length - this.#lent().length;
    for (; missing > 0 && this.#fills.size < MAX_FILLS; missing--) this.#fill(kind);
  }

  /**
   * Sees to it that jails wait, so many as there may.
   *
   * @throws {EngineError} where none could be made
   */
  async warm(kind: JailKind, count: number): Promise<void> {
    if (this.#closed) return;
    this.turnTo(kind);
    const wanted = Math.min(count, this.#options.size);
    this.#target = Math.max(this.#target, wanted);
    this.#setbacks.clear();
    this.refill();
    for (let fills = this.#free(); fills.length > 0 && this.#ready.size < wanted; fills = this.#free()) {
      await Promise.race(fills.map(({ made }) => made));
      const error = fills.find((fill) => fill.error)?.error;
      if (error && this.#kind?.image === kind.image) throw error;
    }
  }

  /** Removes what waits, and keeps nothing from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.clear();
  }

  /** Removes what waits, and keeps nothing until it is asked for again. */
  async clear(): Promise<void> {
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
    this.#target = 0;
    this.#kind = undefined;
    this.#dropAll();
    await Promise.all([...this.#fills].map(({ made }) => made));
    while (this.#leaving.size > 0) await Promise.all(this.#leaving);
  }

  /** The first that is about to be there: one that comes back, or one that is in the making. */
  async #nextToCome(lifetime: number, signal: AbortSignal): Promise<WaitingJail | undefined> {
    const { size, lifetime: longest } = this.#options;
    const returning = lifetime > longest ? undefined : this.#lent().find(({ free }) => free);
    const jail = returning && (await returning.claim.lay(signal));
    if (jail) return jail;
    this.#target = Math.min(size, this.reuses ? Math.max(this.#target, this.#lent().length) : this.#target + 1);
    return lifetime > longest ? undefined : this.#free()[0]?.claim.lay(signal);
  }

  #lent(): readonly Loan[] {
    return [...this.#loans].filter(({ image }) => image === this.#kind?.image);
  }

  #free(): readonly Fill[] {
    return [...this.#fills].filter(({ free }) => free);
  }

  #next(lifetime: number): WaitingJail | undefined {
    for (const jail of this.#ready.keys()) {
      // Late where this machine slept: then it may be anybody's to remove.
      if (jail.lifetimeLeft < this.#options.lifetime) this.#drop(jail);
      else if (jail.lifetimeLeft >= lifetime) {
        this.#forget(jail);
        return jail;
      }
    }
    return undefined;
  }

  #fill(kind: JailKind): void {
    const { callbacks, lifetime } = this.#options;
    const spec = { name: `hoosegow-${randomUUID()}`, lifetime: this.lifetimeToKeep(lifetime), image: kind.image };
    const fill = new Fill({ host: kind.host, spec, callbacks });
    this.#fills.add(fill);
    void fill.made.then((jail) => this.#onMade(fill, jail, kind));
  }

  #onMade(fill: Fill, jail: WaitingJail | undefined, kind: JailKind): void {
    this.#fills.delete(fill);
    const given = fill.claim.give(jail);
    if (!jail) {
      if (kind === this.#kind) this.#setbacks.add();
    } else if (!given) {
      if (this.#closed || kind !== this.#kind || this.#ready.size >= this.#options.size) this.#discard(jail);
      else this.#keep(jail);
    }
    this.refill();
  }

  #keep(jail: WaitingJail): void {
    const timer = setTimeout(() => {
      this.#target = Math.max(0, this.#target - 1);
      this.#drop(jail);
    }, this.#options.idle).unref();
    this.#ready.set(jail, timer);
    jail.onLost(() => {
      // What a dispatch has left behind says nothing about the image.
      if (jail.served === 0) this.#setbacks.add();
      this.#drop(jail);
      this.refill();
    });
  }

  #dropAll(): void {
    for (const fill of this.#free()) fill.cancel();
    for (const jail of this.#ready.keys()) this.#drop(jail);
  }

  #drop(jail: WaitingJail): void {
    if (this.#forget(jail)) this.#discard(jail);
  }

  /** @returns whether it was among those that can be taken */
  #forget(jail: WaitingJail): boolean {
    clearTimeout(this.#ready.get(jail));
    return this.#ready.delete(jail);
  }

  /** What cannot be removed now is the sweeper's. */
  #discard(jail: WaitingJail): void {
    const leaving = jail
      .discard(this.#options.callbacks)
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }
}
