import type { HostAction } from './outcome.ts';
import { isThrownError, messageOf } from '../../wire/thrown.ts';

/** Why a caller stops a dispatch: what becomes its outcome, and the reason that was given. */
export interface StopReason {
  readonly action: HostAction;
  /** The `cause` of what awaiting the dispatch throws; `undefined` where none was given. */
  readonly cause: unknown;
}

/** @param reason of any kind; a text, or an error, says it best */
export function cancelled(reason: unknown): StopReason {
  return { action: { kind: 'cancel', message: wordsOf(reason) }, cause: reason };
}

/**
 * @param reason of a signal that was aborted; that of `AbortSignal.timeout` is a timeout
 * @param elapsed milliseconds since the dispatch began
 */
export function abortedBy(reason: unknown, elapsed: number): StopReason {
  if (!isThrownError(reason) || reason.name !== 'TimeoutError') return cancelled(reason);
  return { action: { kind: 'timeout', limit: Math.round(elapsed), setting: 'signal' }, cause: reason };
}

function wordsOf(reason: unknown): string {
  if (reason === undefined || reason === null) return 'by the caller';
  const words = messageOf(reason);
  return words !== '' ? words : isThrownError(reason) ? reason.name : 'by the caller';
}
