import type { Clock, Density } from '../../src/protocol/protocol.ts';
import type { Client } from './client.ts';
import { DensitySource, type DensityWish } from './densities.ts';
import { roundedUp, type Viewport } from '../model/time/viewport.ts';

/** What the lanes and the minimap above them show, and in how many columns. */
export interface DensitiesWish {
  readonly viewport: Viewport;
  readonly bounds: Viewport;
  readonly columns: { readonly lanes: number; readonly overview: number };
  readonly clock: Clock;
  readonly version: number;
  /** Whether the time of the dispatch goes on. */
  readonly isGoingOn: boolean;
}

/** The densities that the lanes and the minimap draw. */
export class LaneDensities {
  readonly #lanes: DensitySource;
  readonly #overview: DensitySource;

  constructor(client: Client, changed: () => void) {
    const ask = ({ viewport, columns, clock }: Omit<DensityWish, 'version'>) =>
      client.ask({ type: 'density', ...viewport, columns, clock });
    this.#lanes = new DensitySource(ask, changed);
    this.#overview = new DensitySource(ask, changed);
  }

  get lanes(): Density | undefined {
    return this.#lanes.density;
  }

  get overview(): Density | undefined {
    return this.#overview.density;
  }

  /** Another recording is shown. */
  forget(): void {
    this.#lanes.forget();
    this.#overview.forget();
  }

  want({ viewport, bounds, columns, clock, version, isGoingOn }: DensitiesWish): void {
    // While the time goes on, rows are counted up to a later time, so that not every picture needs a count.
    const ahead = (wished: Viewport) => (isGoingOn ? roundedUp(wished) : wished);
    this.#lanes.want({ viewport: ahead(viewport), columns: columns.lanes, clock, version });
    this.#overview.want({ viewport: ahead(bounds), columns: columns.overview, clock, version });
  }
}
