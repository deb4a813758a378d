import type { JailReturn, OwnJail } from '../readyJail.ts';
import { Claim } from './claim.ts';
import { WaitingJail } from './waitingJail.ts';

/** What a loan tells whoever has lent. */
export interface Lender {
  /** Whether it is worth waiting for the jail's word whether it takes another request. */
  isAnswered(): boolean;
  /** The jail has given its word, or has not within its time. */
  heard(anything: boolean): void;
  /** @returns whether it wants the jail back */
  takeBack(loan: Loan, jail: WaitingJail): boolean;
  /** The jail does not come back. */
  writeOff(loan: Loan): void;
}

/** A jail that is with a dispatch, and may come back from it. */
export class Loan implements JailReturn {
  /** For a dispatch that would take the jail as soon as it is back. */
  readonly claim = new Claim();
  readonly image: string;
  readonly #lender: Lender;
  #jail: WaitingJail | undefined;
  #hasResult = false;
  #isAwaited = false;

  constructor(image: string, lender: Lender) {
    this.image = image;
    this.#lender = lender;
  }

  /** Whether the jail may be back soon, and nobody waits for it yet. */
  get free(): boolean {
    return this.#isAwaited && !this.claim.isLaid;
  }

  /** Whether its dispatch had a result: the image works. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  lend(jail: WaitingJail): void {
    this.#jail = jail;
  }

  made(own: OwnJail): void {
    this.#jail = new WaitingJail(own);
  }

  expect(): boolean {
    this.#hasResult = true;
    this.#isAwaited = this.#lender.isAnswered();
    if (!this.#isAwaited) this.end();
    return this.#isAwaited;
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
    this.#lender.writeOff(this);
  }
}
