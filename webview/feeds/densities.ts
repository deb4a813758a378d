import type { Clock, Density } from '../../src/protocol/protocol.ts';
import { MAX_COLUMNS } from '../../src/protocol/protocol.ts';
import { Latest } from '../model/latest.ts';
import type { Viewport } from '../model/time/viewport.ts';

export interface DensityWish {
  readonly viewport: Viewport;
  readonly columns: number;
  readonly clock: Clock;
  /** Changes when the rows themselves have changed. */
  readonly version: number;
}

/** While rows come, the pause after each count, as a multiple of the time that the count took. */
const REST = 4;

type Fetch = (wish: Omit<DensityWish, 'version'>) => Promise<Density>;

/** Holds the density for what is in view; the previous one stays until the requested one has come. */
export class DensitySource {
  readonly #fetch: Fetch;
  readonly #changed: () => void;
  readonly #latest = new Latest();
  #wish: DensityWish | undefined;
  #density: Density | undefined;
  #version: number | undefined;

  constructor(fetch: Fetch, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  get density(): Density | undefined {
    return this.#density;
  }

  /** Nothing of what is known holds any more. */
  forget(): void {
    this.#wish = undefined;
    this.#density = undefined;
  }

  want(wish: DensityWish): void {
    if (this.#wish && sameWish(this.#wish, wish)) return;
    this.#wish = wish;
    this.#latest.run(() => this.#load(wish));
  }

  async #load(wish: DensityWish): Promise<void> {
    const columns = Math.min(Math.max(1, wish.columns), MAX_COLUMNS);
    const began = performance.now();
    try {
      this.#density = await this.#fetch({ viewport: wish.viewport, columns, clock: wish.clock });
    } catch {
      // The next wish requests it again, even if it is the same.
      if (this.#wish === wish) this.#wish = undefined;
      return;
    }
    this.#changed();
    // While rows come, counting all of them without a pause would keep the host from reading on.
    const grew = this.#version !== undefined && wish.version !== this.#version;
    this.#version = wish.version;
    if (grew) await new Promise((resolve) => setTimeout(resolve, (performance.now() - began) * REST));
  }
}

function sameWish(a: DensityWish, b: DensityWish): boolean {
  return (
    a.viewport.from === b.viewport.from &&
    a.viewport.to === b.viewport.to &&
    a.columns === b.columns &&
    a.clock === b.clock &&
    a.version === b.version
  );
}
