import { HoosegowError } from '../../../errors/errors.ts';

/** The daemon answered with an HTTP status that refuses the request. */
export class DaemonError extends HoosegowError {
  override name = 'DaemonError';
  override readonly code = 'HOOSEGOW_ENGINE';
  readonly statusCode: number;
  /** @param message the daemon's own words */
  constructor(message: string, statusCode: number) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** @returns the HTTP status with which the daemon refused; `undefined` for any other error */
export function statusOf(error: unknown): number | undefined {
  return error instanceof DaemonError ? error.statusCode : undefined;
}
