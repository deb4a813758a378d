import type { Extent, Header } from '../../src/protocol/protocol.ts';
import type { Result } from '../../src/protocol/result.ts';
import { Latest } from '../model/latest.ts';

/** What a dispatch has come to, and when that was heard. */
export interface HeardResult {
  readonly result: Result;
  /** By `performance.now()`. */
  readonly at: number;
}

/** Keeps the result up to date: asks for it again as the dispatch grows, until it is settled. */
export class ResultFeed {
  readonly #ask: () => Promise<Result>;
  readonly #changed: () => void;
  readonly #latest = new Latest();
  #heard: HeardResult | undefined;
  /** Whether it was heard since the last start. */
  #asked = false;
  #settled = false;

  constructor(ask: () => Promise<Result>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  get heard(): HeardResult | undefined {
    return this.#heard;
  }

  /** Another recording: what was heard is of the one before. */
  forget(): void {
    this.#heard = undefined;
    this.restart();
  }

  /** The same recording from the beginning: what was heard may be outdated. */
  restart(): void {
    this.#settled = false;
    this.#asked = false;
  }

  /** The dispatch has got so far. */
  grown({ outcomeKind }: Header, { complete }: Extent): void {
    const isOver = complete && outcomeKind !== 'running';
    const state = this.#asked ? this.#heard?.result.state : undefined;
    // A return stays what it is until the end, which may still make it void.
    if (isOver && state === outcomeKind) this.#settled = true;
    if (this.#settled || (!isOver && (state === 'returned' || state === 'raised'))) return;
    this.#latest.run(async () => {
      try {
        const result = await this.#ask();
        this.#heard = { result, at: performance.now() };
        this.#asked = true;
      } catch {
        // The connection was lost: the next growth, or a new start, asks again.
        return;
      }
      if (isOver) this.#settled = true;
      this.#changed();
    });
  }
}
