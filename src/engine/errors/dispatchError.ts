import type { Raise } from '../../wire/frame.ts';
import type { Outcome } from '../../recording/outcome.ts';
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

/** The limit `timeout` has passed, or the signal was aborted by a timeout: `AbortSignal.timeout`. */
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

/** @returns what awaiting a dispatch throws whose inmate raised */
export function raisedError(raise: Raise): InmateRuntimeError {
  return IMPORT_ERRORS.includes(raise.class) ? new InmateImportError(raise) : new InmateRuntimeError(raise);
}

/**
 * @param reason for which this side ended it, where somebody gave one
 * @returns what awaiting a dispatch throws; `undefined` for one that returned
 */
export function errorOf(outcome: Outcome, reason?: unknown): HoosegowError | undefined {
  const options = reason === undefined ? undefined : { cause: reason };
  switch (outcome.outcome) {
    case 'returned':
      return undefined;
    case 'raised':
      return raisedError(outcome);
    case 'exited': {
      const how = outcome.signal === null ? `with code ${outcome.code}` : `by ${outcome.signal}`;
      return new InmateExitError(`the inmate ended ${how} before it gave a result`, outcome);
    }
    case 'out-of-memory': {
      const limit = outcome.limit === null ? '' : ` (limit memory: ${outcome.limit} bytes)`;
      return new InmateOutOfMemoryError(`the inmate ran out of memory${limit}`, outcome);
    }
    case 'timed-out':
      return new DispatchTimeoutError(
        `no result within ${outcome.limit} ms (${outcome.setting === 'signal' ? 'the signal timed out' : 'limit timeout'})`,
        outcome,
        options,
      );
    case 'cancelled':
      return new DispatchCancelledError(`cancelled: ${outcome.message}`, outcome, options);
    case 'output-limit':
      return new OutputLimitError(`more output than the limit ${outcome.setting} allows: ${outcome.limit}`, outcome);
    case 'protocol-violation': {
      const { offset, expected, found } = outcome;
      return new ProtocolViolationError(
        `protocol violation at byte ${offset}: expected ${expected}, found ${found}`,
        outcome,
      );
    }
    case 'engine-failed':
      return new EngineError(outcome.message, outcome.phase);
  }
}
