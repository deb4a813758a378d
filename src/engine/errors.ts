import type { Raise } from '../wire/frame.ts';

/** Base of every error that the engine raises on purpose; the message says what to do. */
export class HoosegowError extends Error {
  override name = 'HoosegowError';
}

/** @returns what was thrown, as an error */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** @returns during which step of a dispatch an error came up: `build`, `create`, `attach`, `start`, `run`, `record` … */
export function phaseOf(error: Error): string {
  if (error instanceof EngineError) return error.phase;
  const isOfBuild = [ImageBuildError, ImageMissingError, ProjectError].some((kind) => error instanceof kind);
  return isOfBuild ? 'build' : 'run';
}

/** An option or argument that cannot be right. */
export class UsageError extends HoosegowError {
  override name = 'UsageError';
}

/** An inmate project of which no image can be made as it is. */
export class ProjectError extends UsageError {
  override name = 'ProjectError';
}

/** The container host could not be reached, or failed. */
export class EngineError extends HoosegowError {
  override name = 'EngineError';
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
}

/** The engine could not build the image. */
export class ImageBuildError extends HoosegowError {
  override name = 'ImageBuildError';
  /** Docker's own `errorDetail.message`. */
  readonly detail: string;
  /** Everything Docker printed during the build. */
  readonly log: string;
  constructor(message: string, detail: string, log: string, options?: ErrorOptions) {
    super(message, options);
    this.detail = detail;
    this.log = log;
  }

  /** @param notes what was known of the project before, and may be the reason */
  withNotes(notes: readonly string[]): ImageBuildError {
    if (notes.length === 0) return this;
    const message = `${this.message}; ${notes.join('; ')}`;
    return new ImageBuildError(message, this.detail, this.log, { cause: this.cause });
  }
}

/** The inmate raised. */
export class InmateRuntimeError extends HoosegowError {
  override name = 'InmateRuntimeError';
  /** The exception as the inmate's side saw it. */
  readonly raise: Raise;
  /** The errors that the inmate's exception stands for, as an `AggregateError` does. */
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
}
