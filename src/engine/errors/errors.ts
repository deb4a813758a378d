import type { Raise } from '../../wire/frame.ts';
import { HoosegowError } from '../../wire/hoosegowError.ts';

export { ERROR_CODES, HoosegowError, type ErrorCode } from '../../wire/hoosegowError.ts';
export { toError } from '../../wire/thrown.ts';

/**
 * @param otherwise the current step, where the error does not name one
 * @returns the step of a dispatch in which an error arose: `build`, `create`, `attach`, `start`, `run`, `record` …
 */
export function phaseOf(error: Error, otherwise: string): string {
  if (error instanceof EngineError) return error.phase;
  const isOfBuild = [ImageBuildError, ImageMissingError, ProjectError].some((kind) => error instanceof kind);
  return isOfBuild ? 'build' : otherwise;
}

/** An invalid option or argument. */
export class UsageError extends HoosegowError {
  override name = 'UsageError';
  override readonly code: 'HOOSEGOW_USAGE' | 'HOOSEGOW_PROJECT' | 'HOOSEGOW_SOURCE' = 'HOOSEGOW_USAGE';
}

/** It was used after `close`. */
export class ClosedError extends HoosegowError {
  override name = 'ClosedError';
  override readonly code = 'HOOSEGOW_CLOSED';
}

/** Work other than a dispatch, such as a build, was given up: its signal was aborted; the reason is the `cause`. */
export class CancelledError extends HoosegowError {
  override name = 'CancelledError';
  override readonly code = 'HOOSEGOW_CANCELLED';
}

/** An inmate project from which no image can be made as it is. */
export class ProjectError extends UsageError {
  override name = 'ProjectError';
  override readonly code = 'HOOSEGOW_PROJECT';
}

/** A folder without a Dockerfile, which a scaffold can complete. */
export class NoDockerfileError extends UsageError {
  override name = 'NoDockerfileError';
  readonly inmateDir: string;
  constructor(inmateDir: string, message: string) {
    super(message);
    this.inmateDir = inmateDir;
  }
}

/** The container host could not be reached, or failed. */
export class EngineError extends HoosegowError {
  override name = 'EngineError';
  override readonly code = 'HOOSEGOW_ENGINE';
  /** During which step: `connect`, `build`, `create`, `attach`, `start`, `run`, `record` … */
  readonly phase: string;
  constructor(message: string, phase: string, options?: ErrorOptions) {
    super(message, options);
    this.phase = phase;
  }
}

/** The image does not exist and was not to be built. */
export class ImageMissingError extends HoosegowError {
  override name = 'ImageMissingError';
  override readonly code = 'HOOSEGOW_IMAGE_MISSING';
}

/** The engine could not build the image. */
export class ImageBuildError extends HoosegowError {
  override name = 'ImageBuildError';
  override readonly code = 'HOOSEGOW_IMAGE_BUILD';
  /** Docker's own `errorDetail.message`. */
  readonly detail: string;
  /** Everything Docker printed during the build. */
  readonly log: string;
  constructor(message: string, detail: string, log: string, options?: ErrorOptions) {
    super(message, options);
    this.detail = detail;
    this.log = log;
  }

  /** @param notes what was known of the project before the build, and may be the reason */
  withNotes(notes: readonly string[]): ImageBuildError {
    if (notes.length === 0) return this;
    const message = `${this.message}; ${notes.join('; ')}`;
    return new ImageBuildError(message, this.detail, this.log, { cause: this.cause });
  }
}

/** The inmate raised. */
export class InmateRuntimeError extends HoosegowError {
  override name = 'InmateRuntimeError';
  override readonly code: 'HOOSEGOW_RAISED' | 'HOOSEGOW_IMPORT' = 'HOOSEGOW_RAISED';
  /** The exception as the inmate's side saw it. */
  readonly raise: Raise;
  /** The errors that the inmate's exception contains, as an `AggregateError` does. */
  readonly errors: readonly InmateRuntimeError[];
  constructor(raise: Raise) {
    super(`${raise.class}: ${raise.message}`, raise.cause ? { cause: new InmateRuntimeError(raise.cause) } : undefined);
    this.raise = raise;
    this.errors = (raise.errors ?? []).map((error) => new InmateRuntimeError(error));
  }
  /** Name of the inmate's exception class. */
  get inmateClass(): string {
    return this.raise.class;
  }
  get backtrace(): readonly string[] {
    return this.raise.backtrace;
  }
  /** What else the inmate's exception carries, for example `{ code: 'ERR_QUOTA', status: 429 }`. */
  get details(): Readonly<Record<string, unknown>> {
    return this.raise.details ?? {};
  }
}

/** The inmate could not be imported, so that no method was called. */
export class InmateImportError extends InmateRuntimeError {
  override name = 'InmateImportError';
  override readonly code = 'HOOSEGOW_IMPORT';
}
