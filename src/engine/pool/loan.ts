import type { JailReturn, OwnJail } from '../dispatch/readyJail.ts';
import { WaitingJail } from './waitingJail.ts';

/** What a loan tells whoever has lent. */
export interface Lender {
  /** A dispatch has a jail of the pool, or makes its own. */
  begin(loan: Loan): void;
  /** The dispatch has made its own, within so many milliseconds. */
  tookToMake(milliseconds: number): void;
  /** Milliseconds for which it is worth waiting for the jail's word whether it takes another request; 0: it is not. */
  wordPatience(): number;
  /** The jail has given its word, or has not within its time. */
  heard(anything: boolean): void;
  /** @returns whether it wants the jail back */
  takeBack(loan: Loan, jail: WaitingJail): boolean;
  /** The jail does not come back. */
  writeOff(loan: Loan): void;
}

/** A jail that is with a dispatch, and may come back from it. */
export class Loan implements JailReturn {
  readonly #lender: Lender;
  #jail: WaitingJail | undefined;
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
  lend(jail: WaitingJail | undefined): void {
    // Its dispatch has ended meanwhile: what it had would never be written off.
    if (this.#isOver) return;
    this.#jail = jail;
    this.#lender.begin(this);
  }

  made(own: OwnJail): void {
    this.#lender.tookToMake(Date.now() - own.createdAt);
    this.#jail = new WaitingJail(own);
  }

  expect(): number {
    this.#hasResult = true;
    const patience = this.#lender.wordPatience();
    this.#isAwaited = patience > 0;
    if (!this.#isAwaited) this.end();
    return patience;
  }

  heard(takesAnother: boolean): boolean {
    this.#lender.heard(true);
    if (takesAnother && this.#jail && this.#lender.takeBack(this, this.#jail)) return true;
    this.end();
    return false;
  }

  unheard(): void {
    this.#lender.heard(false);
    this.end();
  }

  end(): void {
    this.#isOver = true;
    this.#lender.writeOff(this);
  }

  /** What was lent is of no use; another one may be lent. */
  retract(): void {
    this.#lender.writeOff(this);
  }
}
