import type { IdleJail } from './idleJail.ts';

/** Jails that can be taken, the oldest first, each with the timer that ends its wait. */
export class IdleJails {
  readonly #jails = new Map<IdleJail, NodeJS.Timeout>();
  readonly #onChange: () => void;

  /** @param onChange called when one begins or ceases to wait, or has its inmate loaded */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#jails.size;
  }

  /** How many of them have their inmate loaded. */
  get loaded(): number {
    return [...this.#jails.keys()].filter(({ isLoaded }) => isLoaded).length;
  }

  /** Those whose inmate is still to be loaded. */
  get loading(): readonly IdleJail[] {
    return [...this.#jails.keys()].filter(({ isLoaded }) => !isLoaded);
  }

  /** When the one that has waited longest began to wait, by `Date.now()`; `undefined` where there is none. */
  get oldest(): number | undefined {
    for (const { waitingSince } of this.#jails.keys()) return waitingSince;
    return undefined;
  }

  [Symbol.iterator](): Iterator<IdleJail> {
    return [...this.#jails.keys()][Symbol.iterator]();
  }

  /** @param onIdle called when it has waited for `idle` milliseconds */
  add(jail: IdleJail, idle: number, onIdle: () => void, onLost: () => void): void {
    this.#jails.set(jail, setTimeout(onIdle, idle).unref());
    if (!jail.isLoaded) void jail.loaded.then(() => this.#jails.has(jail) && this.#onChange());
    this.#onChange();
    jail.keep(onLost);
  }

  /** @returns whether it was there */
  delete(jail: IdleJail): boolean {
    clearTimeout(this.#jails.get(jail));
    jail.unkeep();
    const wasThere = this.#jails.delete(jail);
    if (wasThere) this.#onChange();
    return wasThere;
  }

  /**
   * @param lifetime milliseconds that it must be allowed to live on
   * @returns the one that answers first
   */
  best(lifetime: number): IdleJail | undefined {
    const jails = [...this.#jails.keys()].filter(({ lifetimeLeft }) => lifetimeLeft >= lifetime);
    const loaded = jails.filter(({ isLoaded }) => isLoaded);
    return loaded.find(({ isPaused }) => !isPaused) ?? loaded[0] ?? jails[0];
  }
}
