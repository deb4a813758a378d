import type { EventBody, Outcome } from '../recording/event.ts';

/** How a dispatch ended: its outcome, and milliseconds from handing over the request to the terminal frame. */
export interface Ending {
  readonly outcome: Outcome;
  readonly took: number;
}

/** Finds out how a dispatch ended, from the events that tell it. */
export class EndingTracker {
  #requestedAt = 0;
  /** When the return or raise came. */
  #terminalAt: number | undefined;
  #ending: Ending | undefined;

  /** `undefined` before the end, and for a recording without one. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** The return or raise has come; its content does not matter. */
  terminal(t: number): void {
    this.#terminalAt ??= t;
  }

  /** Takes in a lifecycle step or the outcome. */
  take(body: EventBody, t: number): void {
    if (body.type === 'lifecycle' && body.value.event === 'requested') this.#requestedAt = t;
    if (body.type !== 'outcome') return;
    const took = Math.max(0, (this.#terminalAt ?? t) - this.#requestedAt);
    this.#ending = { outcome: body.value, took };
  }
}
