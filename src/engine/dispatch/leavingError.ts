import { DaemonError } from '../hosts/docker/connection/daemonError.ts';
import { EngineError, HoosegowError, toError } from '../errors/errors.ts';

/**
 * Everything that the engine throws is a `HoosegowError`.
 *
 * @param phase of a dispatch in which the error arose
 * @returns the error itself, or an `EngineError` of that phase with it as its `cause`
 */
export function leavingError(thrown: unknown, phase: string): HoosegowError {
  if (thrown instanceof DaemonError) {
    const message = `the container engine refused (HTTP ${thrown.statusCode}): ${thrown.message}`;
    return new EngineError(message, phase, { cause: thrown });
  }
  if (thrown instanceof HoosegowError) return thrown;
  const { message, name } = toError(thrown);
  return new EngineError(message === '' ? `${name}, without a message` : message, phase, { cause: thrown });
}
