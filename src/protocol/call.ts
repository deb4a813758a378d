import { listOf, nullOr, numberFrom, objectOf, wholeFrom, type Check } from './check.ts';

/** The call within a dispatch. What the engine did before and after it is housekeeping. */
export interface Call {
  /** Milliseconds by arrival: of the request, and of the result or of what else ended the call; `null` while it runs. */
  readonly from: number;
  readonly to: number | null;
  /** Runs of lifecycle steps before and after the call: each the first row and the row behind the last, and how long. */
  readonly housekeeping: readonly Housekeeping[];
}

export interface Housekeeping {
  readonly side: 'before' | 'after';
  readonly from: number;
  readonly to: number;
  /** Milliseconds. */
  readonly duration: number;
}

const isCount = wholeFrom(0, 2 ** 32 - 1);
const isTime = numberFrom(-1e17, 1e17);

const isHousekeeping = objectOf<Housekeeping>({
  side: (data): data is Housekeeping['side'] => data === 'before' || data === 'after',
  from: isCount,
  to: isCount,
  duration: numberFrom(0, 1e17),
});

export const isCall: Check<Call> = objectOf<Call>({
  from: isTime,
  to: nullOr(isTime),
  housekeeping: listOf(isHousekeeping, 2),
});
