import type { Checkin, OwnJail } from '../dispatch/readyJail.ts';
import { IdleJail } from './idleJail.ts';

/** What a checkout tells its lender. */
export interface Lender {
  /** A dispatch has a jail of the pool, or makes its own. */
  begin(checkout: Checkout): void;
  /** The dispatch has made its own jail, in so many milliseconds. */
  tookToMake(milliseconds: number): void;
  /** Milliseconds that it is worth waiting for the jail to say whether it takes another request; 0: not at all. */
  wordPatience(): number;
  /** The jail has said so, or has not in time. */
  onWord(anything: boolean): void;
  /** @returns whether it wants the jail back */
  takeBack(checkout: Checkout, jail: IdleJail): boolean;
  /** The jail does not come back. */
  writeOff(checkout: Checkout): void;
}

/** A jail that is with a dispatch, and may come back from it. */
export class Checkout implements Checkin {
  readonly #lender: Lender;
  #jail: IdleJail | undefined;
  #hasResult = false;
  #isAwaited = false;
  #isOver = false;

  constructor(lender: Lender) {
    this.#lender = lender;
  }

  /** Whether the jail may be back at any moment. */
  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** Whether its dispatch had a result: the image works. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  /** @param jail `undefined` where the dispatch makes its own */
  lend(jail: IdleJail | undefined): void {
    // Its dispatch has ended meanwhile: the jail would never be written off.
    if (this.#isOver) return;
    this.#jail = jail;
    this.#lender.begin(this);
  }

  made(own: OwnJail): void {
    this.#lender.tookToMake(Date.now() - own.createdAt);
    this.#jail = new IdleJail(own);
  }

  awaitReady(): number {
    this.#hasResult = true;
    const patience = this.#lender.wordPatience();
    this.#isAwaited = patience > 0;
    if (!this.#isAwaited) this.end();
    return patience;
  }

  onReady(takesAnother: boolean): boolean {
    this.#lender.onWord(true);
    if (takesAnother && this.#jail && this.#lender.takeBack(this, this.#jail)) return true;
    this.end();
    return false;
  }

  onSilence(): void {
    this.#lender.onWord(false);
    this.end();
  }

  end(): void {
    this.#isOver = true;
    this.#lender.writeOff(this);
  }

  /** What was lent is unusable; another one may be lent. */
  retract(): void {
    this.#lender.writeOff(this);
  }
}
