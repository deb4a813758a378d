/**
 * The code of an error of the engine, for programs: it stays the same when the message changes.
 * The table in `docs/embed.md` explains each.
 */
export const ERROR_CODES = [
  'HOOSEGOW_ERROR',
  'HOOSEGOW_USAGE',
  'HOOSEGOW_CLOSED',
  'HOOSEGOW_QUEUE_FULL',
  'HOOSEGOW_NO_PLACE',
  'HOOSEGOW_UNENCODABLE',
  'HOOSEGOW_PROJECT',
  'HOOSEGOW_SOURCE',
  'HOOSEGOW_IMAGE_MISSING',
  'HOOSEGOW_IMAGE_BUILD',
  'HOOSEGOW_ENGINE',
  'HOOSEGOW_RECORDING',
  'HOOSEGOW_FORMAT',
  'HOOSEGOW_RAISED',
  'HOOSEGOW_IMPORT',
  'HOOSEGOW_LOADING_TIMEOUT',
  'HOOSEGOW_LOADING_EXITED',
  'HOOSEGOW_LOADING_OUT_OF_MEMORY',
  'HOOSEGOW_LOADING_OUTPUT',
  'HOOSEGOW_EXITED',
  'HOOSEGOW_OUT_OF_MEMORY',
  'HOOSEGOW_TIMED_OUT',
  'HOOSEGOW_CANCELLED',
  'HOOSEGOW_OUTPUT_LIMIT',
  'HOOSEGOW_PROTOCOL_VIOLATION',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Base of every error that the engine raises; the message says what to do. */
export class HoosegowError extends Error {
  override name = 'HoosegowError';
  readonly code: ErrorCode = 'HOOSEGOW_ERROR';
}
