import type { Clock, Extent } from '../../src/protocol/protocol.ts';
import { aroundCall, boundsOf, type TimeMs, type Viewport } from '../model/time/viewport.ts';
import { NowClock } from './nowClock.ts';

/** How far the time of a dispatch reaches, by the clock that is shown. */
export class Reach {
  readonly #now: NowClock;
  readonly #clock: () => Clock;
  #extent: Extent | undefined;

  /** @param tick called when the time has gone on, and nothing else */
  constructor(clock: () => Clock, tick: () => void) {
    this.#clock = clock;
    this.#now = new NowClock(tick);
  }

  update(extent: Extent): void {
    this.#extent = extent;
    this.#now.set(extent.now);
  }

  /** The time that it is in the dispatch, while that runs. */
  get now(): number | null {
    return this.#now.now;
  }

  get end(): TimeMs {
    const { end = 0, inmateEnd = 0 } = this.#extent ?? {};
    const last = Math.max(end, this.now ?? 0);
    return this.#clock() === 'inmate' ? Math.max(last, inmateEnd) : last;
  }

  get bounds(): Viewport {
    return boundsOf(this.end, this.#extent?.spans.map(({ from }) => from) ?? []);
  }

  /** The call with a margin; everything before it has begun, and where the inmate's clock knows nothing else. */
  get call(): Viewport {
    const { call, inmateEnd = 0 } = this.#extent ?? {};
    if (!call) return this.bounds;
    if (this.#clock() === 'inmate') return aroundCall(0, Math.max(inmateEnd, 0));
    return aroundCall(call.from, call.to ?? this.end);
  }
}
