import type { Clock, Density } from '../src/shared/protocol.ts';
import { MAX_COLUMNS } from '../src/shared/protocol.ts';
import { Latest } from './model/latest.ts';
import type { Viewport } from './model/viewport.ts';

export interface DensityWish {
  readonly viewport: Viewport;
  readonly columns: number;
  readonly clock: Clock;
  /** Changes when the rows themselves have changed. */
  readonly version: number;
}

type Fetch = (wish: Omit<DensityWish, 'version'>) => Promise<Density>;

/** Keeps the density for what is in view: what is there stays until the one that is wanted has come. */
export class DensitySource {
  readonly #fetch: Fetch;
  readonly #changed: () => void;
  readonly #latest = new Latest();
  #wish: DensityWish | undefined;
  #density: Density | undefined;

  constructor(fetch: Fetch, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  get density(): Density | undefined {
    return this.#density;
  }

  want(wish: DensityWish): void {
    if (this.#wish && sameWish(this.#wish, wish)) return;
    this.#wish = wish;
    this.#latest.run(async () => {
      const columns = Math.min(Math.max(1, wish.columns), MAX_COLUMNS);
      try {
        this.#density = await this.#fetch({ viewport: wish.viewport, columns, clock: wish.clock });
        this.#changed();
      } catch {
        // Asked for again with the next wish, even if that is the same.
        if (this.#wish === wish) this.#wish = undefined;
      }
    });
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
