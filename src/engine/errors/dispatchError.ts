import type { Raise } from '../../wire/frame.ts';
import type { Outcome } from '../../recording/outcome.ts';
import { outcomeSentence } from '../../text/outcomeText.ts';
import { EngineError, HoosegowError, InmateImportError, InmateRuntimeError, type ErrorCode } from './errors.ts';

/** A dispatch that ended without a result and without an exception of the inmate. */
export abstract class DispatchError extends HoosegowError {
  override name = 'DispatchError';
  abstract override readonly code: ErrorCode;
  readonly outcome: Outcome;
  constructor(message: string, outcome: Outcome, options?: ErrorOptions) {
    super(message, options);
    this.outcome = outcome;
  }
}

export class InmateExitError extends DispatchError {
  override name = 'InmateExitError';
  override readonly code = 'HOOSEGOW_EXITED';
}

export class InmateOutOfMemoryError extends DispatchError {
  override name = 'InmateOutOfMemoryError';
  override readonly code = 'HOOSEGOW_OUT_OF_MEMORY';
}

/** The limit `timeout` was exceeded, or the signal was aborted by a timeout: `AbortSignal.timeout`. */
export class DispatchTimeoutError extends DispatchError {
  override name = 'DispatchTimeoutError';
  override readonly code = 'HOOSEGOW_TIMED_OUT';
}

/** The `cause` is the signal's reason, or what was given to `cancel`. */
export class DispatchCancelledError extends DispatchError {
  override name = 'DispatchCancelledError';
  override readonly code = 'HOOSEGOW_CANCELLED';
}

export class OutputLimitError extends DispatchError {
  override name = 'OutputLimitError';
  override readonly code = 'HOOSEGOW_OUTPUT_LIMIT';
}

export class ProtocolViolationError extends DispatchError {
  override name = 'ProtocolViolationError';
  override readonly code = 'HOOSEGOW_PROTOCOL_VIOLATION';
}

/** Class names, as `raise` frames carry them, of an inmate that could not be imported: ours and the gem's. */
const IMPORT_ERRORS: readonly string[] = ['InmateImportError', 'Hoosegow::InmateImportError'];

/** @returns what awaiting a dispatch throws when its inmate raised */
export function raisedError(raise: Raise): InmateRuntimeError {
  return IMPORT_ERRORS.includes(raise.class) ? new InmateImportError(raise) : new InmateRuntimeError(raise);
}

/**
 * @param reason that was given for ending it from this side, if any
 * @returns what awaiting a dispatch throws; `undefined` for one that returned
 */
export function errorOf(outcome: Outcome, reason?: unknown): HoosegowError | undefined {
  const options = reason === undefined ? undefined : { cause: reason };
  const message = outcomeSentence(outcome);
  switch (outcome.outcome) {
    case 'returned':
      return undefined;
    case 'raised':
      return raisedError(outcome);
    case 'exited':
      return new InmateExitError(message, outcome);
    case 'out-of-memory':
      return new InmateOutOfMemoryError(message, outcome);
    case 'timed-out':
      return new DispatchTimeoutError(message, outcome, options);
    case 'cancelled':
      return new DispatchCancelledError(message, outcome, options);
    case 'output-limit':
      return new OutputLimitError(message, outcome);
    case 'protocol-violation':
      return new ProtocolViolationError(message, outcome);
    case 'engine-failed':
      return new EngineError(outcome.message, outcome.phase);
  }
}
