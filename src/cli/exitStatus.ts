import type { Outcome } from '../engine/index.ts';
import { INTERRUPTED } from './interrupt.ts';

/** Bad input: a wrong argument, no such folder or method, an unreadable file. */
export const USAGE = 2;

/** Anything that went wrong and has no status of its own. */
export const FAILED = 3;

/** The exit status of `hoosegow run`. */
export function exitStatusOf({ outcome }: Outcome): number {
  switch (outcome) {
    case 'returned':
      return 0;
    case 'raised':
      return 1;
    case 'timed-out':
      return 124;
    case 'cancelled':
      return INTERRUPTED;
    default:
      return FAILED;
  }
}
