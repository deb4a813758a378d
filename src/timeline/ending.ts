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
  #answer: Outcome | undefined;
  #ending: Ending | undefined;

  /** `undefined` before the end, and for a recording without one. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** What the return or raise says; the outcome may correct it. `undefined` before it has come, or if it is too large. */
  get answer(): Ending | undefined {
    if (this.#terminalAt === undefined || !this.#answer) return undefined;
    return { outcome: this.#answer, took: Math.max(0, this.#terminalAt - this.#requestedAt) };
  }

  /** The return or raise has come. @param answer the outcome that it stands for, if known */
  terminal(t: number, answer?: Outcome): void {
    if (this.#terminalAt !== undefined) return;
    this.#terminalAt = t;
    this.#answer = answer;
  }

  /** Takes in a lifecycle step or the outcome. */
  take(body: EventBody, t: number): void {
    if (body.type === 'lifecycle' && body.value.event === 'requested') this.#requestedAt = t;
    if (body.type !== 'outcome') return;
    const took = Math.max(0, (this.#terminalAt ?? t) - this.#requestedAt);
    this.#ending = { outcome: body.value, took };
  }
}
