import type { Raise } from '../wire/frame.ts';
import type { Outcome } from '../wire/outcome.ts';
import { EngineError, HoosegowError, InmateImportError, InmateRuntimeError } from './errors.ts';

/** A dispatch that ended without a result and without an exception of the inmate. */
export class DispatchError extends HoosegowError {
  override name = 'DispatchError';
  readonly outcome: Outcome;
  constructor(message: string, outcome: Outcome) {
    super(message);
    this.outcome = outcome;
  }
}

export class InmateExitError extends DispatchError {
  override name = 'InmateExitError';
}

export class InmateOutOfMemoryError extends DispatchError {
  override name = 'InmateOutOfMemoryError';
}

export class DispatchTimeoutError extends DispatchError {
  override name = 'DispatchTimeoutError';
}

export class DispatchCancelledError extends DispatchError {
  override name = 'DispatchCancelledError';
}

export class OutputLimitError extends DispatchError {
  override name = 'OutputLimitError';
}

export class ProtocolViolationError extends DispatchError {
  override name = 'ProtocolViolationError';
}

/** Class names, as `raise` frames carry them, of an inmate that could not be imported: ours and the gem's. */
const IMPORT_ERRORS: readonly string[] = ['InmateImportError', 'Hoosegow::InmateImportError'];

/** @returns what awaiting a dispatch throws whose inmate raised */
export function raisedError(raise: Raise): InmateRuntimeError {
  return IMPORT_ERRORS.includes(raise.class) ? new InmateImportError(raise) : new InmateRuntimeError(raise);
}

/** @returns what awaiting a dispatch throws; `undefined` for one that returned */
export function errorOf(outcome: Outcome): HoosegowError | undefined {
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
      return new DispatchTimeoutError(`no result within ${outcome.limit} ms (limit timeout)`, outcome);
    case 'cancelled':
      return new DispatchCancelledError(`cancelled: ${outcome.message}`, outcome);
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
