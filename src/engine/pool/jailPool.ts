import { randomUUID } from 'node:crypto';
import { Deferred } from '../async/deferred.ts';
import { NoPlaceError } from '../calls/containerPlaces.ts';
import type { ContainerCallbacks } from '../options/options.ts';
import { untilAborted } from '../async/untilAborted.ts';
import { Fill } from './fill.ts';
import { FormerJails } from './formerJails.ts';
import { IdleJails } from './idleJails.ts';
import { Checkout, type Lender } from './checkout.ts';
import { loadFailure } from './loadFailure.ts';
import type { PoolBounds } from '../options/poolOptions.ts';
import { Backoff } from './backoff.ts';
import { MAX_FILLS, Supply, type JailKind } from './supply.ts';
import type { IdleJail } from './idleJail.ts';

export interface JailPoolOptions extends PoolBounds {
  /** Milliseconds that a jail must be allowed to live on when it is taken. */
  readonly lifetime: number;
  readonly callbacks: ContainerCallbacks;
  /** Called when a jail waits that could make room for another one. */
  readonly onIdle?: () => void;
  /** Called with their image when the jails that wait have changed: `IdleJails` tells when. */
  readonly onChange?: (image: string) => void;
}

/** Milliseconds after a jail was taken in which its dispatch has the machine for itself, unless it ends earlier. */
const REFILL_DELAY = 100;
/** No timer of Node waits longer, milliseconds. */
const LONG = 2 ** 31 - 1;

/**
 * Keeps jails waiting for dispatches of one image, the one that was requested last.
 *
 * How many it keeps follows the demand: one more for each dispatch that found none, one fewer for each jail that waited
 * in vain. It makes new ones only when there was demand, so that it is empty after a long idle time. Where jails come
 * back, those that are with dispatches count as kept, and a dispatch that finds none waits in line for one of them.
 */
export class JailPool {
  readonly #options: JailPoolOptions;
  readonly #backoff = new Backoff();
  readonly #idle = new IdleJails(() => this.#supply && this.#options.onChange?.(this.#supply.kind.image));
  /** Of the image before. */
  readonly #former = new FormerJails((jail) => this.#discard(jail));
  /** What goes on in the background with jails that do not wait, or no longer. */
  readonly #making = new Set<Promise<unknown>>();
  readonly #leaving = new Set<Promise<void>>();
  #supply: Supply | undefined;
  /** Resolved when a further one waits, and when none is to wait any more. */
  #change = new Deferred<void>();
  #target = 0;
  #refillTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: JailPoolOptions) {
    this.#options = options;
  }

  /** How many can be taken at once. */
  get ready(): number {
    return this.#idle.size;
  }

  /** How many of these have their inmate loaded. */
  get loaded(): number {
    return this.#idle.loaded;
  }

  /** When the jail that goes first began to wait, by `Date.now()`; `undefined` where none waits. */
  get oldest(): number | undefined {
    return this.#former.oldest ?? this.#idle.oldest;
  }

  /**
   * Takes a jail that waits, or the next one that is about to. From then on it is the caller's.
   *
   * @param lifetime milliseconds that it must be allowed to live on
   * @param checkout by which it may come back
   * @returns `undefined` where the caller is to make its own
   * @throws the signal's reason
   */
  async take(
    kind: JailKind,
    lifetime: number,
    signal: AbortSignal,
    checkout?: Checkout,
  ): Promise<IdleJail | undefined> {
    signal.throwIfAborted();
    if (this.#closed || this.#options.size === 0) return undefined;
    const supply = this.switchTo(kind);
    for (let jail = this.#next(lifetime); jail; jail = this.#next(lifetime)) {
      this.#backoff.clear();
      this.#makeMissingSoon();
      checkout?.lend(jail);
      if (!jail.isPaused || (await this.#wake(jail))) return jail;
      checkout?.retract();
      signal.throwIfAborted();
    }
    const { size, lifetime: longest } = this.#options;
    if (!this.reuses) this.#target = Math.min(size, this.#target + 1);
    const taken = lifetime <= longest ? await supply.next(signal, checkout) : undefined;
    if (!taken) {
      checkout?.lend(undefined);
      if (this.reuses) this.#target = Math.min(size, Math.max(this.#target, supply.checkouts.size));
    }
    return taken;
  }

  /** For a dispatch whose jail may come back; `undefined` where each takes one dispatch. */
  lend(kind: JailKind): Checkout | undefined {
    if (!this.reuses) return undefined;
    return new Checkout(this.#lender(this.#closed ? this.#newSupply(kind) : this.switchTo(kind)));
  }

  /** Whether jails come back. */
  get reuses(): boolean {
    return this.#options.reuse > 1 && this.#options.size > 0;
  }

  /** How long a jail that may be kept must be allowed to live: it may wait for `idle` more than once. */
  lifetimeToKeep(lifetime: number): number {
    return 2 * this.#options.idle + lifetime;
  }

  /** From now on none is taken of those that wait for another image: they go once one of this image has been made. */
  switchTo(kind: JailKind): Supply {
    if (this.#supply?.kind.image === kind.image) return this.#supply;
    this.#supply?.retire(0);
    const former = [...this.#idle].filter((jail) => this.#idle.delete(jail));
    this.#former.replace(former);
    this.#tellChange();
    this.#backoff.clear();
    this.#supply = this.#newSupply(kind);
    return this.#supply;
  }

  /** Makes missing jails, in the background. To be called when a dispatch has shown that its image works. */
  refill(): void {
    this.#former.drop();
    this.#makeMissing();
  }

  #makeMissingSoon(): void {
    this.#refillTimer ??= setTimeout(() => this.#makeMissing(), REFILL_DELAY).unref();
  }

  #makeMissing(): void {
    if (this.#refillTimer !== undefined) this.#tellChange();
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
    const supply = this.#supply;
    if (this.#closed || !supply || this.#backoff.resting) return;
    let missing = this.#target - this.#idle.size - supply.kept;
    for (; missing > 0 && supply.fills.size < MAX_FILLS; missing--) this.#fill(supply);
  }

  /**
   * Makes sure that `count` jails wait with their inmate loaded, or as many as may wait.
   *
   * @throws {HoosegowError} where none could be made, or the inmate cannot be loaded
   */
  async warm(kind: JailKind, count: number, signal: AbortSignal = new AbortController().signal): Promise<void> {
    if (this.#closed) return;
    const supply = this.switchTo(kind);
    const wanted = Math.min(count, this.#options.size);
    this.#target = Math.max(this.#target, wanted);
    this.#backoff.clear();
    const endWarming = supply.beginWarming();
    // A waiting container does not keep the process alive, but waiting for one does.
    const hold = setTimeout(() => undefined, LONG);
    try {
      this.#makeMissing();
      while (this.#supply === supply && this.#idle.loaded < wanted) {
        const failure = await supply.failed();
        if (failure) throw failure;
        const coming = [...supply.fills].map<Promise<unknown>>(({ made }) => made);
        coming.push(...this.#idle.loading.map(({ loaded }) => loaded));
        if (coming.length === 0 && this.#refillTimer === undefined) return;
        // A jail that comes back, or was begun later, may be ready while one in the making hangs.
        await untilAborted(signal, Promise.race([...coming, this.#change.promise]));
      }
    } finally {
      clearTimeout(hold);
      endWarming();
      this.#former.drop();
    }
  }

  /** Makes room for another jail. @returns the name of the one that goes; `undefined` where none waits */
  dropOldest(): string | undefined {
    const former = this.#former.dropOldest();
    if (former) return former.name;
    for (const jail of this.#idle) {
      this.#target = Math.max(0, this.#target - 1);
      this.#drop(jail);
      return jail.name;
    }
    return undefined;
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
    this.#dropAll();
    this.#supply = undefined;
    while (this.#making.size > 0) await Promise.all(this.#making);
    while (this.#leaving.size > 0) await Promise.all(this.#leaving);
  }

  #newSupply(kind: JailKind): Supply {
    return new Supply(kind, this.reuses ? this.#options.size : 0);
  }

  #lender(supply: Supply): Lender {
    return {
      begin: (checkout) => void supply.checkouts.add(checkout),
      tookToMake: (milliseconds) => supply.tookToMake(milliseconds),
      wordPatience: () => supply.wordPatience,
      onWord: (anything) => supply.onWord(anything),
      takeBack: (checkout, jail) => this.#takeBack(supply, checkout, jail),
      writeOff: (checkout) => {
        if (!supply.checkouts.delete(checkout)) return;
        supply.shrink();
        if (checkout.hasResult) this.#makeMissing();
      },
    };
  }

  #takeBack(supply: Supply, checkout: Checkout, jail: IdleJail): boolean {
    const { reuse, lifetime, size } = this.#options;
    const isWanted = supply.waiting > 0 || (supply === this.#supply && this.#idle.size < size);
    const isGood = !jail.fault && jail.served + 1 < reuse && jail.lifetimeLeft >= lifetime;
    if (this.#closed || !isWanted || !isGood) return false;
    supply.checkouts.delete(checkout);
    jail.comeBack();
    if (!supply.give(jail)) {
      this.#keep(supply, jail);
      // It is ready sooner than one in the making.
      supply.retire(size - this.#idle.size);
    }
    return true;
  }

  #next(lifetime: number): IdleJail | undefined {
    // Late where this machine slept: then any host may remove the jail.
    for (const jail of this.#idle) if (jail.lifetimeLeft < this.#options.lifetime) this.#drop(jail);
    const jail = this.#idle.best(lifetime);
    if (jail) this.#idle.delete(jail);
    return jail;
  }

  /** @returns whether it was resumed; else it is removed */
  async #wake(jail: IdleJail): Promise<boolean> {
    try {
      await jail.wake();
      return true;
    } catch {
      this.#discard(jail);
      return false;
    }
  }

  #fill(supply: Supply): void {
    const { callbacks, lifetime, loading } = this.#options;
    const { host, image } = supply.kind;
    const spec = {
      name: `hoosegow-${randomUUID()}`,
      lifetime: this.lifetimeToKeep(lifetime),
      image,
      waits: true,
    };
    const begun = performance.now();
    const fill = new Fill({ host, spec, callbacks, loading, isSilent: supply.isSilent });
    supply.fills.add(fill);
    const done = fill.made.then((jail) => {
      this.#making.delete(done);
      if (jail) supply.tookToMake(performance.now() - begun);
      this.#onMade(supply, fill, jail);
    });
    this.#making.add(done);
  }

  #onMade(supply: Supply, fill: Fill, jail: IdleJail | undefined): void {
    supply.fills.delete(fill);
    const { error } = fill;
    if (error) supply.fail(Promise.resolve(error));
    if (!jail) {
      // Others have all places; that says nothing about this image.
      if (supply === this.#supply && !(error instanceof NoPlaceError)) this.#backoff.add();
      supply.shrink();
      if (error instanceof NoPlaceError) return;
    } else if (!jail.fault && supply.give(jail)) {
      this.#makeMissingSoon();
      return;
    } else {
      if (this.#closed || supply !== this.#supply || this.#idle.size + supply.kept >= this.#options.size) {
        this.#discard(jail);
      } else this.#keep(supply, jail);
      supply.shrink();
    }
    this.#makeMissing();
  }

  #keep(supply: Supply, jail: IdleJail): void {
    const onIdle = (): void => {
      this.#target = Math.max(0, this.#target - 1);
      this.#drop(jail);
    };
    this.#idle.add(jail, this.#options.idle, onIdle, () => this.#onLost(supply, jail));
    if (jail.served === 0) {
      void jail.loaded.then((state) => {
        if (state === 'silent' || state === 'loaded') supply.isSilent = state === 'silent';
      });
    }
    this.#options.onIdle?.();
    this.#tellChange();
  }

  #onLost(supply: Supply, jail: IdleJail): void {
    this.#idle.delete(jail);
    // What a dispatch has left behind says nothing about the image.
    if (jail.served === 0) this.#backoff.add();
    if (supply.asksWhy) {
      const told = loadFailure(jail, this.#options.loading).finally(() => {
        this.#making.delete(told);
        this.#discard(jail);
      });
      supply.fail(told);
      this.#making.add(told);
    } else this.#discard(jail);
    this.#makeMissing();
  }

  #dropAll(): void {
    this.#supply?.retire(0);
    this.#former.drop();
    for (const jail of this.#idle) this.#drop(jail);
    this.#tellChange();
  }

  #tellChange(): void {
    this.#change.resolve();
    this.#change = new Deferred();
  }

  #drop(jail: IdleJail): void {
    if (this.#idle.delete(jail)) this.#discard(jail);
  }

  /** What cannot be removed now is left to the sweep. */
  #discard(jail: IdleJail): void {
    const leaving = jail
      .discard(this.#options.callbacks)
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }
}
