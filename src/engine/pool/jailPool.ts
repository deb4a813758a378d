import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { ContainerHost } from '../containerHost.ts';
import type { ContainerCallbacks } from '../options.ts';
import { Fill } from './fill.ts';
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
/** Milliseconds after a jail was taken in which the dispatch has the machine for itself, unless it ends before. */
const REFILL_DELAY = 100;

/**
 * Keeps jails waiting for dispatches of one image, the last one that was asked for.
 *
 * How many it keeps follows the demand: one more for each dispatch that found none, one fewer for each jail that waited
 * in vain. It makes new ones only when there was demand, so that it is empty after a long idle time.
 */
export class JailPool {
  readonly #options: JailPoolOptions;
  readonly #setbacks = new Setbacks();
  /** Those that can be taken, the oldest first, each with the timer that ends its wait. */
  readonly #ready = new Map<WaitingJail, NodeJS.Timeout>();
  readonly #fills = new Set<Fill>();
  readonly #leaving = new Set<Promise<void>>();
  #kind: JailKind | undefined;
  #target = 0;
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
   * @returns `undefined` where the caller is better off with one of its own
   * @throws the signal's reason
   */
  async take(kind: JailKind, lifetime: number, signal: AbortSignal): Promise<WaitingJail | undefined> {
    signal.throwIfAborted();
    if (this.#closed || this.#options.size === 0) return undefined;
    this.turnTo(kind);
    const jail = this.#next(lifetime);
    if (jail) {
      this.#setbacks.clear();
      this.#refillTimer ??= setTimeout(() => this.refill(), REFILL_DELAY).unref();
      return jail;
    }
    this.#target = Math.min(this.#options.size, this.#target + 1);
    if (lifetime > this.#options.lifetime) return undefined;
    return this.#free()[0]?.claim(signal);
  }

  /** Drops at once what waits for another image. */
  turnTo(kind: JailKind): void {
    if (kind.image === this.#kind?.image) return;
    this.#dropAll();
    this.#kind = kind;
    this.#setbacks.clear();
  }

  /** Makes what is missing, in the background. To be called when a dispatch has shown that its image works. */
  refill(): void {
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
    const kind = this.#kind;
    if (this.#closed || !kind || this.#setbacks.resting) return;
    let missing = this.#target - this.#ready.size - this.#free().length;
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
    const { callbacks, idle, lifetime } = this.#options;
    // It may wait for as long as `idle`, and then be taken by a dispatch that lives for as long as any.
    const spec = { name: `hoosegow-${randomUUID()}`, lifetime: 2 * idle + lifetime, image: kind.image };
    const fill = new Fill({ host: kind.host, spec, callbacks });
    this.#fills.add(fill);
    void fill.made.then((jail) => this.#onMade(fill, jail, kind));
  }

  #onMade(fill: Fill, jail: WaitingJail | undefined, kind: JailKind): void {
    this.#fills.delete(fill);
    const given = fill.give(jail);
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
      this.#setbacks.add();
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
